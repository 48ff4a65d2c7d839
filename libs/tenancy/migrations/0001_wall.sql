-- The wall. A transaction says whom it works for with set_config(..., is_local => true); without that it sees nothing.
--   anju.tenant   the company; the nil uuid for rows that belong to the installation itself
--   anju.estates  '*' for the whole company, else estate ids separated by commas
--   anju.person   empty for staff, else the person whose rows alone may be seen

CREATE FUNCTION anju_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('anju.tenant', true), '')::uuid $$;

CREATE FUNCTION anju_sees_estate(estate uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE current_setting('anju.estates', true) WHEN '*' THEN true ELSE
     estate = ANY (string_to_array(nullif(current_setting('anju.estates', true), ''), ',')::uuid[]) END $$;

CREATE FUNCTION anju_sees_person(person uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT current_setting('anju.person', true) = '' OR person = nullif(current_setting('anju.person', true), '')::uuid $$;

-- The application's or the relay's role beside this database's owner: anju_x_owner -> anju_x_app.
CREATE FUNCTION anju_role(kind text) RETURNS name LANGUAGE sql STABLE AS
$$ SELECT (regexp_replace(current_user, '_owner$', '') || '_' || kind)::name $$;

-- Puts a table behind the wall: forced row security, one policy for reading and writing, rights for the application.
CREATE PROCEDURE anju_wall(walled regclass, rule text, rights text DEFAULT 'SELECT, INSERT, UPDATE, DELETE')
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', walled);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', walled);
  EXECUTE format('CREATE POLICY wall ON %s USING (%s) WITH CHECK (%s)', walled, rule, rule);
  EXECUTE format('GRANT %s ON %s TO %I', rights, walled, anju_role('app'));
END $$;

-- The key of a repeated request lives as long as the promise made for it (24 hours); its answer is kept with it.
CREATE TABLE idempotency_key (
  tenant_id    uuid NOT NULL,
  subject      text NOT NULL,
  key          text NOT NULL,
  method       text NOT NULL,
  request_hash bytea NOT NULL,
  answer       bytea NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, subject, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (tenant_id, created_at);
CALL anju_wall('idempotency_key', 'tenant_id = anju_tenant()', 'SELECT, INSERT, DELETE');

-- What a person may reach now: a projection of the directory's StaffPostsChanged and TiesChanged.
CREATE TABLE access_grant (
  tenant_id  uuid NOT NULL,
  subject_id uuid NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('staff', 'resident')),
  -- [{"post": 2, "estates": ["..."]}], estates null for every estate; empty for residents
  posts      jsonb NOT NULL DEFAULT '[]',
  -- estates of a resident's units
  estates    uuid[] NOT NULL DEFAULT '{}',
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, subject_id)
);
CALL anju_wall('access_grant', 'tenant_id = anju_tenant()');

-- Companies known here. Background work asks which there are; it sees ids only by saying so.
CREATE TABLE tenant (
  tenant_id uuid PRIMARY KEY,
  code      text NOT NULL
);
CALL anju_wall('tenant', 'tenant_id = anju_tenant() OR current_setting(''anju.roll_call'', true) = ''on''',
               'SELECT, INSERT, UPDATE');
