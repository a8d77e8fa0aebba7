{# The score of each statement, written once, in DuckDB's SQL; lmclassify/bulk/query.py translates it into
   other dialects. Regular expressions use only what RE2, Java, PostgreSQL and Snowflake all know. #}
WITH given AS (
  SELECT id, text, TRIM(text, {{ blanks }}) <> '' AS filled
  FROM (SELECT {{ id }} AS id, CAST({{ text }} AS VARCHAR) AS text FROM {{ table }}) AS texts
),
unescaped AS (
  SELECT id, filled,
    CASE WHEN text LIKE '%&%' THEN
      REGEXP_REPLACE(REGEXP_REPLACE(REGEXP_REPLACE(text,
        {{ escaped_twice }}, '&', 'g'),
        {{ dropped_entity }}, '', 'g'),
        {{ entity }}, ' ', 'g')
    ELSE text END AS text
  FROM given
),
dropped AS (
  SELECT id, filled, REGEXP_REPLACE(text, {{ dropped }}, '', 'g') AS text
  FROM unescaped
),
/* Whatever is not a letter becomes a space. A single space is left alone: most are, and each match
   costs. */
words AS (
  SELECT id, filled,
    TRIM(LOWER(REGEXP_REPLACE(text, ' *[^A-Za-z ][^A-Za-z]*|  +', ' ', 'g'))) AS words
  FROM dropped
),
{% if lists %}
listed AS (
  SELECT id, words, stems, LIST_REVERSE(stems) AS reversed
  FROM (
    SELECT id, words,
      LIST_TRANSFORM(words, LAMBDA word: SUBSTR(word, 1, {{ prefix_length }}) || '*') AS stems
    FROM (SELECT id, STRING_SPLIT(words, ' ') AS words FROM words)
  )
),
/* A stem that occurs once is at its first and last position; then its word, and the pair that it
   begins, occur once too. */
flagged AS (
  SELECT id, words, stems,
    LIST_TRANSFORM(stems, LAMBDA stem, place:
      LIST_POSITION(stems, stem) = place
      AND LIST_POSITION(reversed, stem) = LEN(stems) - place + 1
    ) AS alone
  FROM listed
),
found AS (
  SELECT id,
    UNNEST(
      words || stems
      || LIST_TRANSFORM(LIST_ZIP(stems[:-2], stems[2:]), LAMBDA pair: pair[1] || ' ' || pair[2])
    ) AS term,
    UNNEST(alone || alone || alone[:-2]) AS alone
  FROM flagged
),
{% else %}
stems AS (
  SELECT id, words,
    REGEXP_REPLACE(words, '([a-z]{1,{{ prefix_length }}})[a-z]*', '\1*', 'g') AS stems
  FROM words
),
/* Pairs by doubling each stem but the first: "a* b* c*" becomes "a* b*,b* c*,c*". The last is not
   a pair; the exclamation mark makes it a term that no model has. */
listed AS (
  SELECT id,
    REPLACE(words, ' ', ',') || ',' || REPLACE(stems, ' ', ',') || ','
    || REGEXP_REPLACE(stems, ' ([a-z*]+)', ' \1,\1', 'g') || '!' AS terms
  FROM stems
),
found AS (
  SELECT listed.id, CAST(split.term AS VARCHAR) AS term, FALSE AS alone
  FROM listed CROSS JOIN UNNEST(STRING_SPLIT(listed.terms, ',')) AS split(term)
),
{% endif %}
/* Terms that are known to occur once are summed at once, under number 0; others are counted first. */
counted AS (
  SELECT found.id,
    CASE WHEN found.alone THEN 0 ELSE weights.number END AS number,
    CAST(COUNT(*) AS DOUBLE) AS n,
{% for label in labels %}
    SUM(weights.{{ label }}) AS {{ label }},
{% endfor %}
    SUM(weights.square) AS square
  FROM found JOIN {{ weights }} AS weights ON weights.term = found.term
  GROUP BY found.id, CASE WHEN found.alone THEN 0 ELSE weights.number END
),
weighted AS (
  SELECT id,
    CASE WHEN number = 0 THEN 1 ELSE n END AS n,
    CASE WHEN number = 0 THEN 1 ELSE 1 + LN(n) END AS frequency,
    n AS occurrences, {{ labels | join(", ") }}, square
  FROM counted
),
summed AS (
  SELECT id,
{% for label in labels %}
    SUM(frequency * {{ label }} / n) AS {{ label }},
{% endfor %}
    SUM(occurrences) AS known,
    SQRT(SUM(frequency * frequency * square / n)) AS norm
  FROM weighted
  GROUP BY id
),
/* A text of n words has 3n - 1 terms: words, stems and pairs. */
logits AS (
  SELECT words.id,
    COALESCE(summed.known, 0)
    / (3 * (LENGTH(words.words) - LENGTH(REPLACE(words.words, ' ', '')) + 1) - 1) AS coverage,
{% for label in labels %}
    intercept.{{ label }} + COALESCE(summed.{{ label }} / summed.norm, 0) AS {{ label }},
{% endfor %}
    CASE
      WHEN summed.norm IS NOT NULL THEN 'known'
      WHEN words.filled THEN 'unknown'
    END AS state
  FROM words
  CROSS JOIN (SELECT * FROM {{ weights }} WHERE number = 0) AS intercept
  LEFT JOIN summed ON summed.id = words.id
),
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
probabilities AS (
  SELECT id, label, coverage,
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
  LEAST({{ sides | join(", ") }}) >= {{ min_mixed }} AS mixed,
  coverage
FROM probabilities
