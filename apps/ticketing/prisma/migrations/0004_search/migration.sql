-- Finding cases. ADR 10 says why it is built so.

-- The walls of a case and its parts. What the transaction sees is worked out once for a statement (a sub-select is), not
-- once for every row it reads.
DO $$
DECLARE
  tenant text := 'tenant_id = (SELECT anju_tenant())';
  estate text := '((SELECT current_setting(''anju.estates'', true) = ''*'') OR estate_id = ANY (
    (SELECT CASE current_setting(''anju.estates'', true) WHEN ''*'' THEN NULL
     ELSE string_to_array(nullif(current_setting(''anju.estates'', true), ''''), '','')::uuid[] END)::uuid[]))';
  person text := '((SELECT current_setting(''anju.person'', true) = '''')
    OR requester_id = (SELECT nullif(current_setting(''anju.person'', true), '''')::uuid))';
  walled text;
BEGIN
  FOREACH walled IN ARRAY ARRAY['ticket', 'promise', 'commitment', 'ticket_approval', 'requester_notice', 'visit'] LOOP
    EXECUTE format('ALTER POLICY wall ON %I USING (%2$s) WITH CHECK (%2$s)', walled,
                   concat_ws(' AND ', tenant, estate, person));
  END LOOP;
END $$;

-- Lists. Closed cases are nearly all there are and lie dense in every order; the few others have orders of their own.
CREATE INDEX ticket_of_state ON ticket (tenant_id, state, created_at DESC, id DESC) WHERE state <> 'closed';
CREATE INDEX ticket_of_estate_and_state ON ticket (tenant_id, estate_id, state, created_at DESC, id DESC) WHERE state <> 'closed';
CREATE INDEX ticket_of_assignee_and_state ON ticket (tenant_id, assignee_id, state, created_at DESC, id DESC) WHERE state <> 'closed';
CREATE INDEX ticket_of_category ON ticket (tenant_id, category, created_at DESC, id DESC);

-- What people write, folded: full-width and capital letters are like any others.
CREATE FUNCTION anju_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT lower(normalize(words, NFKC) COLLATE "pg_c_utf8") $$;

-- A letter of a script without spaces between words, or a picture; folding took the full-width forms away.
CREATE FUNCTION anju_wide(letter text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT ascii(letter) >= 12321 AND (ascii(letter) < 65024 OR ascii(letter) > 65535) $$;

-- What can be looked for in some words: of Chinese each character and each pair of neighbours, of other words and of
-- numbers their beginnings up to eight letters. The first 8,000 characters count.
CREATE FUNCTION anju_tokens(words text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH folded AS MATERIALIZED (SELECT left(anju_folded(words), 8000) AS line),
  letters AS MATERIALIZED (SELECT string_to_array(line, NULL) AS list FROM folded),
  letter AS MATERIALIZED (SELECT c, next FROM letters, unnest(list, list[2:]) AS pair (c, next) WHERE anju_wide(c))
  SELECT c FROM letter
  UNION SELECT c || next FROM letter WHERE anju_wide(next)
  UNION SELECT left(run[1], size) FROM folded, regexp_matches(line, '[a-z0-9\u00c0-\u1fff]+', 'g') AS run,
    generate_series(1, least(8, length(run[1]))) AS size
$$;

-- The fewest tokens that say the same: one that is part of another adds nothing.
CREATE FUNCTION anju_asked(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH token AS MATERIALIZED (SELECT * FROM anju_tokens(words) AS one (c))
  SELECT coalesce(array_agg(c), '{}') FROM token
  WHERE NOT EXISTS (SELECT FROM token longer WHERE longer.c <> token.c AND strpos(longer.c, token.c) > 0)
$$;

-- Tokens of one company as numbers: no words stand in the index, and no company's search meets another's entries. Two
-- tokens that share a number do no harm, because what is found is read before it is shown.
CREATE FUNCTION anju_marks(tenant uuid, tokens text[]) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT (hashtextextended(token, hashtextextended(tenant::text, 0)) % 2147483647)::integer), '{}')
  FROM unnest(tokens) AS token
$$;

-- The words of a case that everybody who may read it may read: never the findings.
CREATE FUNCTION anju_line(one ticket) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT one.number || E'\n' || one.subject || E'\n' || one.category || E'\n' || one.place || E'\n' || one.description
    || E'\n' || one.solution
$$;

-- What a case is found by: its words, its estate, the number as people say it (123 of LH-2026-000123), and the stretches
-- of days it was recorded in.
CREATE FUNCTION anju_ticket_marks(one ticket) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT anju_marks(one.tenant_id, ARRAY(SELECT anju_tokens(anju_line(one)))
    || ARRAY['e:' || one.estate_id, ltrim(substring(one.number from '[0-9]+$'), '0')]
    || ARRAY(SELECT 'd' || days || ':' || floor(extract(epoch FROM one.created_at) / 86400 / days)
             FROM unnest(ARRAY[1, 8, 64, 512]) AS days))
$$;

CREATE TABLE ticket_text (
  tenant_id    uuid NOT NULL,
  ticket_id    uuid NOT NULL,
  estate_id    uuid NOT NULL,
  requester_id uuid,
  created_at   timestamptz(3) NOT NULL,
  marks        integer[] NOT NULL,
  PRIMARY KEY (tenant_id, ticket_id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id) ON DELETE CASCADE
);

-- Whatever writes a case, its words are found from then on.
CREATE FUNCTION anju_keep_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ticket_text (tenant_id, ticket_id, estate_id, requester_id, created_at, marks)
  VALUES (NEW.tenant_id, NEW.id, NEW.estate_id, NEW.requester_id, NEW.created_at, anju_ticket_marks(NEW))
  ON CONFLICT (tenant_id, ticket_id) DO UPDATE SET estate_id = excluded.estate_id,
    requester_id = excluded.requester_id, created_at = excluded.created_at, marks = excluded.marks;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_text_of_new AFTER INSERT ON ticket FOR EACH ROW EXECUTE FUNCTION anju_keep_text();
CREATE TRIGGER keep_text AFTER UPDATE ON ticket FOR EACH ROW
  WHEN ((OLD.number, OLD.subject, OLD.category, OLD.place, OLD.description, OLD.solution, OLD.estate_id, OLD.requester_id, OLD.created_at)
    IS DISTINCT FROM
        (NEW.number, NEW.subject, NEW.category, NEW.place, NEW.description, NEW.solution, NEW.estate_id, NEW.requester_id, NEW.created_at))
  EXECUTE FUNCTION anju_keep_text();

ALTER TABLE ticket NO FORCE ROW LEVEL SECURITY;
INSERT INTO ticket_text SELECT tenant_id, id, estate_id, requester_id, created_at, anju_ticket_marks(t) FROM ticket t;
ALTER TABLE ticket FORCE ROW LEVEL SECURITY;
CREATE INDEX ticket_text_marks ON ticket_text USING gin (marks);

-- What this statement looks for; nothing said, everything is found.
CREATE FUNCTION anju_wanted() RETURNS integer[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('anju.search', true), '')::integer[], '{}') $$;

-- Behind row security an operator that is not leakproof finds no index, unless it stands in the wall itself.
DO $$
DECLARE
  wall text := (SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid = 'ticket'::regclass AND polname = 'wall');
BEGIN
  CALL anju_wall('ticket_text', wall);
  EXECUTE format('ALTER POLICY wall ON ticket_text USING (%s AND marks @> anju_wanted())', wall);
END $$;

-- Cases with all these tokens that the caller may see, in no order, at most so many. The plan is made for the very tokens
-- (a rare one and a frequent one want different ones), and never reads the whole table.
CREATE FUNCTION anju_found(tokens text[], most integer) RETURNS TABLE (found uuid, recorded timestamptz)
LANGUAGE plpgsql STABLE ROWS 100
SET plan_cache_mode = force_custom_plan SET enable_seqscan = off AS $$
BEGIN
  PERFORM set_config('anju.search', anju_marks(anju_tenant(), tokens)::text, true);
  RETURN QUERY SELECT ticket_id, created_at FROM ticket_text LIMIT most;
  PERFORM set_config('anju.search', '', true);
END $$;

-- Whether every one of these (folded) terms stands in the case's words.
CREATE FUNCTION anju_says(line text, terms text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT coalesce(bool_and(strpos(anju_folded(line), term) > 0), false) FROM unnest(terms) AS term $$;

-- Filters that people keep for their lists; shared ones are seen by the company's whole desk.
CREATE TABLE saved_filter (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  owner_id   uuid NOT NULL,
  name       text NOT NULL CHECK (name <> ''),
  filter     jsonb NOT NULL,
  shared     boolean NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  version    integer NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, owner_id, name)
);
CREATE INDEX saved_filter_shared ON saved_filter (tenant_id) WHERE shared;
CALL anju_wall('saved_filter', 'tenant_id = anju_tenant() AND (shared OR anju_sees_person(owner_id))');
