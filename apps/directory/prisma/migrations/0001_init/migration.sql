CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE tenant_profile (
  tenant_id  uuid PRIMARY KEY,
  name       text NOT NULL,
  code       text NOT NULL,
  group_name text NOT NULL,
  created_at timestamptz(3) NOT NULL
);
CALL anju_wall('tenant_profile', 'tenant_id = anju_tenant()');

-- Rows of the installation (nil tenant): codes are unique among all companies, and operators see this much of them.
CREATE TABLE hosted_tenant (
  tenant_id        uuid NOT NULL,
  code             text NOT NULL,
  hosted_tenant_id uuid NOT NULL,
  name             text NOT NULL,
  group_name       text NOT NULL,
  created_at       timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, code)
);
CALL anju_wall('hosted_tenant', 'tenant_id = anju_tenant()');

-- Keys that seal a company's personal data, wrapped by the installation's master key. The newest seals; all open.
CREATE TABLE tenant_key (
  tenant_id  uuid NOT NULL,
  id         integer NOT NULL,
  wrapped    text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
CALL anju_wall('tenant_key', 'tenant_id = anju_tenant()');

CREATE TABLE estate (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  name       text NOT NULL,
  code       text NOT NULL,
  zone       text NOT NULL,
  address    text NOT NULL,
  week       jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL,
  version    integer NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, code),
  UNIQUE (tenant_id, name)
);
CALL anju_wall('estate', 'tenant_id = anju_tenant() AND anju_sees_estate(id)');

CREATE TABLE unit (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  estate_id     uuid NOT NULL,
  building      text NOT NULL,
  number        text NOT NULL,
  label         text GENERATED ALWAYS AS (building || '-' || number) STORED,
  area_centi_m2 bigint NOT NULL CHECK (area_centi_m2 > 0),
  use           text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, estate_id, building, number),
  FOREIGN KEY (tenant_id, estate_id) REFERENCES estate (tenant_id, id)
);
CREATE INDEX unit_order ON unit (tenant_id, estate_id, label, id);
CREATE INDEX unit_words ON unit USING gin (label gin_trgm_ops);
CALL anju_wall('unit', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id)');

CREATE TABLE person (
  tenant_id        uuid NOT NULL,
  id               uuid NOT NULL,
  name_sealed      text NOT NULL,
  phone_sealed     text NOT NULL,
  phone_hash       text,
  email_sealed     text NOT NULL,
  id_number_sealed text NOT NULL,
  -- estates of the person's ties, so that the wall needs no join
  estate_ids       uuid[] NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, phone_hash)
);
CALL anju_wall('person', 'tenant_id = anju_tenant() AND anju_sees_person(id) AND
  CASE current_setting(''anju.estates'', true) WHEN ''*'' THEN true ELSE
    estate_ids && string_to_array(nullif(current_setting(''anju.estates'', true), ''''), '','')::uuid[] END');

CREATE TABLE tie (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  unit_id   uuid NOT NULL,
  estate_id uuid NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('owner', 'co_owner', 'occupant')),
  PRIMARY KEY (tenant_id, person_id, unit_id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
  FOREIGN KEY (tenant_id, unit_id) REFERENCES unit (tenant_id, id)
);
CREATE INDEX tie_of_unit ON tie (tenant_id, unit_id);
CALL anju_wall('tie', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id) AND anju_sees_person(person_id)');

CREATE TABLE department (
  tenant_id uuid NOT NULL,
  id        uuid NOT NULL,
  name      text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, name)
);
CALL anju_wall('department', 'tenant_id = anju_tenant()');

CREATE TABLE staff (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  name_sealed   text NOT NULL,
  phone_sealed  text NOT NULL,
  email_sealed  text NOT NULL,
  department_id uuid,
  created_at    timestamptz(3) NOT NULL,
  version       integer NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, department_id) REFERENCES department (tenant_id, id)
);
CREATE INDEX staff_order ON staff (tenant_id, created_at, id);
CALL anju_wall('staff', 'tenant_id = anju_tenant()');

CREATE TABLE post_assignment (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  staff_id   uuid NOT NULL,
  post       integer NOT NULL,
  estate_ids uuid[] NOT NULL,
  from_at    timestamptz(3) NOT NULL,
  to_at      timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, id)
);
CREATE INDEX post_assignment_of_staff ON post_assignment (tenant_id, staff_id);
CALL anju_wall('post_assignment', 'tenant_id = anju_tenant()');

CREATE TABLE reveal (
  tenant_id uuid NOT NULL,
  id        uuid NOT NULL,
  person_id uuid NOT NULL,
  staff_id  uuid NOT NULL,
  reason    text NOT NULL,
  at        timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX reveal_of_person ON reveal (tenant_id, person_id, id);
CALL anju_wall('reveal', 'tenant_id = anju_tenant() AND anju_sees_person(person_id)', 'SELECT, INSERT');
