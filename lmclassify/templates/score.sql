{# The score of each statement, written once, in DuckDB's SQL; lmclassify/bulk/query.py translates it into
   other dialects. Regular expressions use only what RE2, Java, PostgreSQL and Snowflake all know. #}
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
/* Whatever is not a letter becomes a space. A single space is left alone: most are, and each match
   costs. */
{{ "all_words" if opening else "words" }} AS (
  SELECT id, TRIM(LOWER(REGEXP_REPLACE(text, ' *[^A-Za-z ][^A-Za-z]*|  +', ' ', 'g'))) AS words
  FROM dropped
),
{% if opening %}
/* The opening of a statement is left out. It is in the head, which lacks the last two words. */
headed AS (
  SELECT id, words,
    REGEXP_REPLACE(SUBSTR(words, 1, {{ opening_length }}), '[a-z]+ [a-z]+ ?$', '', 'g') AS head
  FROM all_words
),
words AS (
  SELECT id,
    REGEXP_REPLACE(head, {{ opening }}, '', 'g') || SUBSTR(words, LENGTH(head) + 1) AS words
  FROM headed
),
{% endif %}
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
{% if first_mark %}
      || [{{ first_mark }} || stems[1]]
{% endif %}
    ) AS term,
    UNNEST(alone || alone || alone[:-2]{{ " || [TRUE]" if first_mark }}) AS alone,
    3 * LEN(words){{ "" if first_mark else " - 1" }} AS total
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
    3 * (LENGTH(words) - LENGTH(REPLACE(words, ' ', '')) + 1){{ "" if first_mark else " - 1" }} AS total,
    REPLACE(words, ' ', ',') || ',' || REPLACE(stems, ' ', ',') || ','
{% if first_mark %}
    || {{ first_mark }} || REGEXP_REPLACE(stems, ' .*$', '', 'g') || ','
{% endif %}
    || REGEXP_REPLACE(stems, ' ([a-z*]+)', ' \1,\1', 'g') || '!' AS terms
  FROM stems
),
found AS (
  SELECT listed.id, CAST(split.term AS VARCHAR) AS term, FALSE AS alone, listed.total
  FROM listed CROSS JOIN UNNEST(STRING_SPLIT(listed.terms, ',')) AS split(term)
),
{% endif %}
/* Terms that are known to occur once are summed at once, under number 0; others are counted first.
{% if first_mark %}
   A text of n words has 3n terms: words, stems, pairs and the marked first stem. */
{% else %}
   A text of n words has 3n - 1 terms: words, stems and pairs. */
{% endif %}
counted AS (
  SELECT found.id,
    CASE WHEN found.alone THEN 0 ELSE weights.number END AS number,
    CAST(COUNT(*) AS DOUBLE) AS n,
    MIN(found.total) AS total,
{% for label in labels %}
    SUM(weights.{{ label }}) AS {{ label }},
{% endfor %}
    SUM(weights.square) AS square
  FROM found JOIN {{ weights }} AS weights ON weights.term = found.term
  GROUP BY found.id, CASE WHEN found.alone THEN 0 ELSE weights.number END
),
weighted AS (
  SELECT id,
    CASE WHEN number = 0 THEN 1 ELSE n END AS divisor,
    CASE WHEN number = 0 THEN 1 ELSE 1 + LN(n) END AS frequency,
    n, total, {{ labels | join(", ") }}, square
  FROM counted
),
summed AS (
  SELECT id,
{% for label in labels %}
    SUM(frequency * {{ label }} / divisor) AS {{ label }},
{% endfor %}
    SUM(n) / MIN(total) AS coverage,
    SQRT(SUM(frequency * frequency * square / divisor)) AS norm
  FROM weighted
  GROUP BY id
),
logits AS (
  SELECT given.id, COALESCE(summed.coverage, 0) AS coverage,
{% for label in labels %}
    intercept.{{ label }} + COALESCE(summed.{{ label }} / summed.norm, 0) AS {{ label }},
{% endfor %}
    CASE
      WHEN summed.norm IS NOT NULL THEN 'known'
      WHEN TRIM(given.text, {{ blanks }}) <> '' THEN 'unknown'
    END AS state
  FROM given
  CROSS JOIN (SELECT * FROM {{ weights }} WHERE number = 0) AS intercept
  LEFT JOIN summed ON summed.id = given.id
),
{% include "labels.sql" %}
