-- Searching. Behind row security PostgreSQL uses an index only with operators that are leakproof; LIKE is not, so the
-- trigram index was never read. A search reads one company's (mostly one estate's) labels in their order instead.
DROP INDEX unit_words;
CREATE INDEX unit_of_tenant ON unit (tenant_id, label, id);

-- "1号楼-1单元-101室" as people type it: 1-1-101. The same replacements are made to what they look for.
ALTER TABLE unit ADD COLUMN words text GENERATED ALWAYS AS (
  btrim(lower(regexp_replace(building || '-' || number, '(号楼|单元|[栋幢座楼号室房#/\s-])+', '-', 'g')), '-')) STORED;

-- Counted by the import, so that a list of estates does not count units.
ALTER TABLE estate ADD COLUMN unit_count integer NOT NULL DEFAULT 0;
ALTER TABLE estate NO FORCE ROW LEVEL SECURITY;
ALTER TABLE unit NO FORCE ROW LEVEL SECURITY;
UPDATE estate e SET unit_count = (SELECT count(*) FROM unit u WHERE u.tenant_id = e.tenant_id AND u.estate_id = e.id);
ALTER TABLE estate FORCE ROW LEVEL SECURITY;
ALTER TABLE unit FORCE ROW LEVEL SECURITY;

-- A tie begins and ends; the ended ones are kept.
ALTER TABLE tie
  ADD COLUMN id uuid NOT NULL DEFAULT uuidv7(),
  ADD COLUMN from_at timestamptz(3) NOT NULL DEFAULT now(),
  ADD COLUMN to_at timestamptz(3);
ALTER TABLE tie
  ALTER COLUMN id DROP DEFAULT, ALTER COLUMN from_at DROP DEFAULT,
  DROP CONSTRAINT tie_pkey, ADD PRIMARY KEY (tenant_id, id);
DROP INDEX tie_of_unit;
CREATE UNIQUE INDEX tie_now ON tie (tenant_id, person_id, unit_id) WHERE to_at IS NULL;
CREATE INDEX tie_of_unit ON tie (tenant_id, unit_id) WHERE to_at IS NULL;

-- The wall of the large tables. What the transaction sees is worked out once for a statement (a sub-select is), not once
-- for every row it reads: a search through 50,000 units takes a tenth of the time.
DO $$
DECLARE
  everywhere text := '(SELECT current_setting(''anju.estates'', true) = ''*'')';
  here text := '((SELECT CASE current_setting(''anju.estates'', true) WHEN ''*'' THEN NULL
                  ELSE string_to_array(nullif(current_setting(''anju.estates'', true), ''''), '','')::uuid[] END)::uuid[])';
  tenant text := 'tenant_id = (SELECT anju_tenant())';
  anybody text := '(SELECT current_setting(''anju.person'', true) = '''')';
  self text := '(SELECT nullif(current_setting(''anju.person'', true), '''')::uuid)';
BEGIN
  DROP POLICY wall ON unit;
  CALL anju_wall('unit', format('%s AND (%s OR estate_id = ANY (%s))', tenant, everywhere, here));
  DROP POLICY wall ON tie;
  CALL anju_wall('tie', format('%s AND (%s OR estate_id = ANY (%s)) AND (%s OR person_id = %s)',
                               tenant, everywhere, here, anybody, self));
  DROP POLICY wall ON person;
  CALL anju_wall('person', format('%s AND (%s OR estate_ids && %s) AND (%s OR id = %s)',
                                  tenant, everywhere, here, anybody, self));
END $$;

-- Who looked at somebody is seen by those who may see that person.
DROP POLICY wall ON reveal;
CALL anju_wall('reveal', 'tenant_id = anju_tenant() AND anju_sees_person(person_id) AND EXISTS (
  SELECT 1 FROM person p WHERE p.tenant_id = reveal.tenant_id AND p.id = reveal.person_id)', 'SELECT, INSERT');
