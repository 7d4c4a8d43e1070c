-- Finding a person by name: by parts of words in any order, by ear, or with a typing error.
--
-- Under row-level security PostgreSQL may not use a trigram index for the application role (the operators
-- are not leakproof), so the search runs here, as a role that owns nothing else and reads key columns only.
-- The scope comes from the transaction's context, never from an argument, and filters before the limit.
-- Answers identifiers only: the caller reads the rows back under its own policies.
--
-- words, sounds: already normalised by kernel.names. whole: the words joined. how: 1 parts of words,
-- 2 by ear, 3 likeness; a later way is tried only while fewer than `wanted` are found.
CREATE OR REPLACE FUNCTION cordee_find_people(words text[], sounds text[], whole text, wanted int)
RETURNS TABLE (id uuid, how int, likeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
    house uuid := NULLIF(current_setting('cordee.house', true), '')::uuid;
    member uuid := NULLIF(current_setting('cordee.member', true), '')::uuid;
    shared uuid := NULLIF(current_setting('cordee.shared', true), '')::uuid;
    mine uuid[];
    hidden uuid[];
    parts text := '';
    heard text := '';
    word text;
    found int := 0;
BEGIN
    IF member IS NULL OR cardinality(words) = 0 THEN
        RETURN;
    END IF;
    SELECT COALESCE(array_agg(DISTINCT g.person_id), '{}') INTO mine
      FROM people_ground g
     WHERE (g.member_id = member OR g.grantee_organisation_id = shared)
       AND g.starts_at <= now() AND (g.ends_at IS NULL OR g.ends_at > now());
    SELECT COALESCE(array_agg(s.person_id), '{}') INTO hidden
      FROM people_seal s WHERE s.organisation_id = house AND s.lifted_at IS NULL;

    FOREACH word IN ARRAY words LOOP
        parts := parts || format(' AND p.search_key LIKE %L',
            CASE WHEN length(word) < 3 THEN '% ' || word || '%' ELSE '%' || word || '%' END);
    END LOOP;
    FOREACH word IN ARRAY sounds LOOP
        heard := heard || format(' AND p.sound_key LIKE %L', '% ' || word || ' %');
    END LOOP;

    RETURN QUERY EXECUTE cordee_scoped(parts, format(
        'CASE WHEN p.search_key LIKE %L THEN 1.0 ELSE 0.5 END', '% ' || words[1] || '%'))
        USING house, hidden, mine, whole, wanted, 1;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found >= wanted OR length(whole) < 3 THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE cordee_scoped(heard, '0.4') USING house, hidden, mine, whole, wanted, 2;
    IF length(whole) < 4 THEN
        RETURN;
    END IF;
    PERFORM set_config('pg_trgm.word_similarity_threshold', '0.5', true);
    RETURN QUERY EXECUTE cordee_scoped(' AND $4 <% p.search_key', 'word_similarity($4, p.search_key)')
        USING house, hidden, mine, whole, wanted, 3;
END
$$;

-- The same condition, asked of the house and of the dossiers opened one by one.
CREATE OR REPLACE FUNCTION cordee_scoped(condition text, likeness text)
RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = public, pg_temp
AS $$
    SELECT format(
        'SELECT q.id, $6, q.likeness::real FROM ('
        '(SELECT p.id, %2$s AS likeness, p.sort_key FROM people_person p'
        ' WHERE p.organisation_id = $1 AND NOT p.id = ANY($2) AND ($4 IS NOT NULL)%1$s'
        ' ORDER BY 2 DESC, p.sort_key, p.id LIMIT $5)'
        ' UNION '
        '(SELECT p.id, %2$s AS likeness, p.sort_key FROM people_person p'
        ' WHERE p.id = ANY($3)%1$s ORDER BY 2 DESC, p.sort_key, p.id LIMIT $5)'
        ') q ORDER BY q.likeness DESC, q.sort_key, q.id LIMIT $5',
        condition, likeness)
$$;
