"""One table of cases for the library and the command line alike: text, label."""

CASES = [
    ("Set the ward's annual budget", "management"),
    ("Prepare the weekly rota for the reception team", "management"),
    ("Lead the weekly stock-take in the warehouse", "management"),
    ("Conduct performance reviews and deal with lateness", "management"),
    ("Ensure compliance with health and safety regulations across the site", "management"),
    ("Procedure", "management"),
    ("Unite partners around a shared vision", "leadership"),
    ("Inspire people to believe that the service can be different", "leadership"),
    ("Encourage staff to challenge the status quo and to take risks", "leadership"),
    ("Be a visible role model for our values", "leadership"),
    ("Sets the strategic direction of the organisation", "leadership"),
    ("Vision", "leadership"),
    ("Take blood samples and label them", "neither"),
    ("Full UK driving licence", "neither"),
    ("Salary: £24,000 a year, 37.5 hours a week", "neither"),
    ("Answer the telephone and greet visitors", "neither"),
]
