-- Finding a person by name: by parts of words in any order, by ear, or with a typing error.
--
-- Under row-level security PostgreSQL may not use a trigram index for the application role (the operators
-- are not leakproof), so the search runs here, as a role that owns nothing else and reads key columns only.
-- The scope comes from the transaction's context, never from an argument, and filters before the limit.
-- Answers identifiers only: the caller reads the rows back under its own policies.
--
-- words, sounds: already normalised by kernel.names. whole: the words joined. how: 1 parts of words,
-- 2 by ear, 3 likeness. Each way is tried only while fewer than `wanted` are found; nobody comes twice.
-- at_worst: looking for names that are merely alike (the dearest way, half of the work) only when no name was found
-- otherwise. Whoever types a name to open a dossier wants that; the search for duplicates wants them all.
--
-- Two traps, each met at 500,000 people: a LIMIT over an ORDER BY an index gives makes the planner walk the
-- whole house in search of a rare name, so but for the first way it may only build bitmaps; and three letters
-- borne by thousands must not fetch and sort them all, so each way looks at a few hundred times what it shows.
DROP FUNCTION IF EXISTS cordee_find_people(text[], text[], text, int);  -- before `at_worst`
CREATE OR REPLACE FUNCTION cordee_find_people(
    words text[], sounds text[], whole text, wanted int, at_worst boolean DEFAULT false
)
RETURNS TABLE (id uuid, how int, likeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET enable_seqscan = off
SET enable_indexscan = on
AS $$
DECLARE
    house uuid := NULLIF(current_setting('cordee.house', true), '')::uuid;
    member uuid := NULLIF(current_setting('cordee.member', true), '')::uuid;
    shared uuid := NULLIF(current_setting('cordee.shared', true), '')::uuid;
    scores CONSTANT text[] := '{1.0,1.0,0.9,0.5,0.4,0.3,"word_similarity($4, p.search_key)"}';
    in_order CONSTANT text := ' ORDER BY p.sort_key, p.id LIMIT $5';
    enough CONSTANT text := ' LIMIT 2000';
    hidden uuid[];
    mine uuid[];
    my_keys text[];
    my_sounds text[];
    my_order text[];
    seen uuid[] := '{}';
    parts text := '';
    heard text := '';
    condition text;
    word text;
BEGIN
    IF member IS NULL OR COALESCE(cardinality(words), 0) = 0 THEN
        RETURN;
    END IF;
    SELECT COALESCE(array_agg(s.person_id), '{}') INTO hidden
      FROM people_seal s WHERE s.organisation_id = house AND s.lifted_at IS NULL;
    -- Those of the house are reached through the house already, but for the sealed ones. The others are fetched
    -- once, here: an index over every house's names would be read for nothing.
    SELECT array_agg(p.id), array_agg(p.search_key), array_agg(p.sound_key), array_agg(p.sort_key)
      INTO mine, my_keys, my_sounds, my_order
      FROM people_person p
     WHERE p.id = ANY (ARRAY(
            SELECT g.person_id FROM people_ground g
             WHERE (g.member_id = member OR g.grantee_organisation_id = shared)
               AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now())
               AND (house IS NULL OR g.organisation_id <> house OR g.person_id = ANY (hidden))));

    FOREACH word IN ARRAY words LOOP
        parts := parts || format(' AND p.search_key LIKE %L',
            CASE WHEN length(word) < 3 THEN '% ' || word || '%' ELSE '%' || word || '%' END);
    END LOOP;
    FOREACH word IN ARRAY sounds LOOP
        heard := heard || format(' AND p.sound_key LIKE %L', '% ' || word || ' %');
    END LOOP;

    FOR step IN 1..7 LOOP
        condition := CASE step
            -- The family name begins so: read from its index in the order shown, whatever the size of the house.
            WHEN 1 THEN cordee_begins(words[1], words) || parts || in_order
            WHEN 2 THEN cordee_begins(words[cardinality(words)], words[2:]) || parts || in_order
            -- Another of their names begins so.
            WHEN 3 THEN format(' AND p.search_key LIKE %L', '% ' || words[1] || '%') || parts || enough
            WHEN 4 THEN parts || enough
            WHEN 5 THEN heard || enough
            WHEN 6 THEN cordee_slipped(words, true) || enough
            ELSE ' AND $4 <% p.search_key' || enough
        END;
        IF step = 3 THEN
            PERFORM set_config('enable_indexscan', 'off', true);
        ELSIF step = 5 AND length(whole) < 3 OR step = 6 AND length(whole) < 4 THEN
            RETURN;
        ELSIF step = 7 THEN
            EXIT WHEN at_worst AND cardinality(seen) > 0;
            PERFORM set_config('pg_trgm.word_similarity_threshold', '0.5', true);
        END IF;
        CONTINUE WHEN condition IS NULL OR step = 4 AND length(words[1]) < 3
            OR step = 5 AND cardinality(sounds) < cardinality(words);
        how := CASE WHEN step < 5 THEN 1 WHEN step = 5 THEN 2 ELSE 3 END;
        FOR id, likeness IN EXECUTE cordee_scoped(condition, scores[step],
                CASE step WHEN 6 THEN cordee_slipped(words, false) ELSE condition END)
            USING house, hidden, mine, whole, wanted - cardinality(seen), seen, my_keys, my_sounds, my_order
        LOOP
            seen := seen || id;
            RETURN NEXT;
        END LOOP;
        EXIT WHEN cardinality(seen) >= wanted;
    END LOOP;
END
$$;

-- A condition asked of the house, and of the dossiers opened one by one (the same, unless said otherwise).
CREATE OR REPLACE FUNCTION cordee_scoped(condition text, score text, of_mine text DEFAULT NULL)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp
AS $$
    SELECT format(
        'SELECT q.id, q.likeness::real FROM ('
        '(SELECT p.id, %2$s AS likeness, p.sort_key FROM people_person p'
        ' WHERE p.organisation_id = $1 AND p.id <> ALL ($2) AND p.id <> ALL ($6) AND ($4 IS NOT NULL)%1$s)'
        ' UNION ALL '
        '(SELECT p.id, %2$s, p.sort_key FROM unnest($3, $7, $8, $9) AS p (id, search_key, sound_key, sort_key)'
        ' WHERE p.id <> ALL ($6)%3$s)'
        ') q ORDER BY q.likeness DESC, q.sort_key, q.id LIMIT $5',
        condition, score, COALESCE(of_mine, condition))
$$;

-- The family name begins as this word; nothing when there is no word.
CREATE OR REPLACE FUNCTION cordee_begins(word text, among text[])
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp
AS $$
    SELECT format(' AND p.sort_key >= %L AND p.sort_key < %L', word, word || chr(1114111))
     WHERE cardinality(among) > 0
$$;

-- What is left of each word of a name, of four letters or more, when it loses a letter or none. Two spellings one
-- slip apart (a letter too many, missing, taken for another, two swapped) leave something in common: an index of
-- these finds them at once in any house. The index `person_slips` holds what this answers: to change one is to
-- make the other again.
CREATE OR REPLACE FUNCTION cordee_slip_keys(names text)
RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20000
AS $$
    SELECT COALESCE(pg_catalog.array_agg(DISTINCT pg_catalog.left(word, n - 1) || pg_catalog.substr(word, n + 1)), '{}')
      FROM pg_catalog.string_to_table(pg_catalog.btrim(names), ' ') AS word,
           pg_catalog.generate_series(1, pg_catalog.length(word) + 1) AS n
     WHERE pg_catalog.length(word) >= 4
$$;

-- The same as patterns, for the few names that no index holds.
CREATE OR REPLACE FUNCTION cordee_slips(word text)
RETURNS text[]
LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp
AS $$
    SELECT array_agg(DISTINCT '% ' || left(word, n - 1) || slip || ' %')
      FROM generate_series(1, length(word)) AS n
     CROSS JOIN LATERAL unnest(ARRAY[
            substr(word, n + 1),
            '_' || substr(word, n + 1),
            '_' || substr(word, n),
            substr(word, n + 1, 1) || substr(word, n, 1) || substr(word, n + 2)
        ]) AS slip
$$;

-- One of the words was typed with one slip, the others as they are; nothing when no word is long enough. The
-- index is asked apart: beside another condition, the planner would rather work the keys out for each row.
CREATE OR REPLACE FUNCTION cordee_slipped(words text[], indexed boolean)
RETURNS text
LANGUAGE plpgsql IMMUTABLE
SET search_path = public, pg_temp
AS $$
DECLARE
    ways text[] := '{}';
    way text;
BEGIN
    FOR place IN 1..cardinality(words) LOOP
        CONTINUE WHEN length(words[place]) < 4;
        way := CASE WHEN indexed
            THEN format('p.id = ANY (ARRAY(SELECT s.id FROM people_person s WHERE s.organisation_id = $1'
                ' AND cordee_slip_keys(s.search_key) && %L LIMIT 2000))', cordee_slip_keys(words[place]))
            ELSE format('p.search_key LIKE ANY (%L)', cordee_slips(words[place])) END;
        FOR other IN 1..cardinality(words) LOOP
            CONTINUE WHEN other = place;
            way := way || format(' AND p.search_key LIKE %L', '% ' || words[other] || '%');
        END LOOP;
        ways := ways || ('(' || way || ')');
    END LOOP;
    RETURN ' AND (' || NULLIF(array_to_string(ways, ' OR '), '') || ')';
END
$$;
