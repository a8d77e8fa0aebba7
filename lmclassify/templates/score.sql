{# The score of each statement, written once, in DuckDB's SQL; lmclassify/sql.py turns it into other
   dialects. Regular expressions keep to what RE2, Java, PostgreSQL and Snowflake all know. #}
WITH given AS (
  SELECT {{ id }} AS id, CAST({{ text }} AS VARCHAR) AS text
  FROM {{ table }}
),
unescaped AS (
  SELECT id,
    CASE WHEN text LIKE '%&%' THEN
      REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(text,
        {{ escaped_twice }}, '&', 'g'),
        {{ dropped_entity }}, '', 'g'),
        {{ entity }}, ' ', 'g')
    ELSE text END AS text
  FROM given
),
dropped AS (
  SELECT id, REGEXP_REPLACE(text, {{ dropped }}, '', 'g') AS text
  FROM unescaped
),
words AS (
  SELECT id, TRIM(LOWER(REGEXP_REPLACE(text, '[^A-Za-z]+', ' ', 'g'))) AS words
  FROM dropped
),
{% if lists %}
listed AS (
  SELECT id, words,
    LIST_TRANSFORM(words, LAMBDA word: word[1:{{ length }}] || '*') AS stems
  FROM (SELECT id, STRING_SPLIT(words, ' ') AS words FROM words)
),
found AS (
  SELECT id, UNNEST(
    words || stems
    || LIST_TRANSFORM(LIST_ZIP(stems[:-2], stems[2:]), LAMBDA pair: pair[1] || ' ' || pair[2])
  ) AS term
  FROM listed
),
{% else %}
stems AS (
  SELECT id, words,
    REGEXP_REPLACE(words, '([a-z]{1,{{ length }}})[a-z]*', '\1*', 'g') AS stems
  FROM words
),
/* Pairs by doubling each stem but the first: "a* b* c*" becomes "a* b*,b* c*,c*". The last is no
   pair; the exclamation mark makes it a term that no model has. */
listed AS (
  SELECT id,
    REPLACE(words, ' ', ',') || ',' || REPLACE(stems, ' ', ',') || ','
    || REGEXP_REPLACE(stems, ' ([a-z*]+)', ' \1,\1', 'g') || '!' AS terms
  FROM stems
),
found AS (
  SELECT listed.id, CAST(split.term AS VARCHAR) AS term
  FROM listed CROSS JOIN UNNEST(STRING_SPLIT(listed.terms, ',')) AS split(term)
),
{% endif %}
counted AS (
  SELECT found.id, weights.number, 1 + LN(CAST(COUNT(*) AS DOUBLE)) AS frequency
  FROM found JOIN {{ weights }} AS weights ON weights.term = found.term
  GROUP BY found.id, weights.number
),
summed AS (
  SELECT counted.id,
{% for label in labels %}
    SUM(counted.frequency * weights.{{ label }}) AS {{ label }},
{% endfor %}
    SQRT(SUM(counted.frequency * counted.frequency * weights.square)) AS norm
  FROM counted JOIN {{ weights }} AS weights ON weights.number = counted.number
  GROUP BY counted.id
),
logits AS (
  SELECT given.id,
{% for label in labels %}
    intercept.{{ label }} + COALESCE(summed.{{ label }} / summed.norm, 0) AS {{ label }},
{% endfor %}
    summed.norm IS NOT NULL AS known
  FROM given
  CROSS JOIN (SELECT * FROM {{ weights }} WHERE number = 0) AS intercept
  LEFT JOIN summed ON summed.id = given.id
  WHERE TRIM(given.text, {{ blank }}) <> ''
),
highest AS (
  SELECT id, known, {{ labels | join(", ") }}, GREATEST({{ labels | join(", ") }}) AS highest
  FROM logits
),
odds AS (
  SELECT id,
    CASE
{% if "neither" in labels %}
      WHEN NOT known THEN 'neither'
{% endif %}
{% for label in labels[:-1] %}
      WHEN {{ label }} = highest THEN '{{ label }}'
{% endfor %}
      ELSE '{{ labels[-1] }}'
    END AS label,
{% for label in labels %}
    EXP({{ label }} - highest) AS {{ label }}{{ "" if loop.last else "," }}
{% endfor %}
  FROM highest
),
probabilities AS (
  SELECT id, label,
{% for label in all_labels %}
{% if label in labels %}
    {{ label }} / ({{ labels | join(" + ") }}) AS {{ label }}{{ "" if loop.last else "," }}
{% else %}
    CAST(0 AS DOUBLE) AS {{ label }}{{ "" if loop.last else "," }}
{% endif %}
{% endfor %}
  FROM odds
)
SELECT given.id, probabilities.label,
  CASE probabilities.label
{% for label in labels %}
    WHEN '{{ label }}' THEN probabilities.{{ label }}
{% endfor %}
  END AS confidence,
{% for label in all_labels %}
  probabilities.{{ label }},
{% endfor %}
  probabilities.leadership >= {{ mixed }} AND probabilities.management >= {{ mixed }} AS mixed
FROM given LEFT JOIN probabilities ON probabilities.id = given.id
