{# The end of score.sql and of context.sql: from logits to labels and probabilities. #}
highest AS (
  SELECT id, coverage, state, {{ labels | join(", ") }},
    GREATEST({{ labels | join(", ") }}) AS highest
  FROM logits
),
odds AS (
  SELECT id,
    CASE WHEN state IS NOT NULL THEN coverage END AS coverage,
    CASE
      WHEN state IS NULL THEN NULL
{% if "neither" in labels %}
      WHEN state = 'unknown' THEN 'neither'
{% endif %}
{% for label in labels[:-1] %}
      WHEN {{ label }} = highest THEN '{{ label }}'
{% endfor %}
      ELSE '{{ labels[-1] }}'
    END AS label,
{% for label in labels %}
    CASE WHEN state IS NOT NULL THEN EXP({{ label }} - highest) END AS {{ label }}
    {{- "" if loop.last else "," }}
{% endfor %}
  FROM highest
),
/* Mixed by the product of the probabilities that the sides would have if labels were equally frequent. */
probabilities AS (
  SELECT id, label, coverage,
    {{ even_product }} >= {{ min_mixed }} * ({{ even_sum }}) * ({{ even_sum }}) AS mixed,
{% for label in all_labels %}
{% if label in labels %}
    {{ label }} / ({{ labels | join(" + ") }}) AS {{ label }}{{ "" if loop.last else "," }}
{% else %}
    CASE WHEN label IS NOT NULL THEN CAST(0 AS DOUBLE) END AS {{ label }}
    {{- "" if loop.last else "," }}
{% endif %}
{% endfor %}
  FROM odds
)
SELECT id, label,
  CASE label
{% for label in labels %}
    WHEN '{{ label }}' THEN {{ label }}
{% endfor %}
  END AS confidence,
  {{ all_labels | join(", ") }},
  mixed,
  coverage
FROM probabilities
