CREATE TABLE account (
  tenant_id     uuid NOT NULL,
  id            uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('staff', 'resident', 'operator')),
  subject_id    uuid,
  -- sealed: what is typed to sign in is a name
  login         text NOT NULL,
  password_hash text NOT NULL,
  locked        boolean NOT NULL DEFAULT false,
  created_at    timestamptz(3) NOT NULL,
  version       integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX account_oldest ON account (tenant_id, created_at, id);
CALL anju_wall('account', 'tenant_id = anju_tenant()');

-- Rows of the installation (nil tenant): a login is found before its company is known.
CREATE TABLE login (
  tenant_id         uuid NOT NULL,
  login_hash        text NOT NULL,
  account_tenant_id uuid NOT NULL,
  account_id        uuid NOT NULL,
  PRIMARY KEY (tenant_id, login_hash),
  UNIQUE (tenant_id, account_id)
);
CALL anju_wall('login', 'tenant_id = anju_tenant()');

CREATE TABLE sign_in_failure (
  tenant_id uuid NOT NULL,
  key       text NOT NULL,
  count     integer NOT NULL,
  since     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, key)
);
CALL anju_wall('sign_in_failure', 'tenant_id = anju_tenant()');

CREATE TABLE signing_key (
  tenant_id  uuid NOT NULL,
  kid        text NOT NULL,
  state      text NOT NULL CHECK (state IN ('next', 'active', 'retired')),
  -- sealed private JWK
  sealed     text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, kid)
);
CALL anju_wall('signing_key', 'tenant_id = anju_tenant()');

-- What the issuer remembers: sign-ins under way, sessions, grants, codes, refresh tokens.
CREATE TABLE oidc_record (
  tenant_id  uuid NOT NULL,
  model      text NOT NULL,
  id_hash    text NOT NULL,
  payload    jsonb NOT NULL,
  grant_id   text,
  uid        text,
  expires_at timestamptz,
  PRIMARY KEY (tenant_id, model, id_hash)
);
CREATE INDEX oidc_record_grant ON oidc_record (tenant_id, grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX oidc_record_uid ON oidc_record (tenant_id, uid) WHERE uid IS NOT NULL;
CREATE INDEX oidc_record_account ON oidc_record (tenant_id, (payload->>'accountId'));
CREATE INDEX oidc_record_end ON oidc_record (tenant_id, expires_at);
CALL anju_wall('oidc_record', 'tenant_id = anju_tenant()');

-- Sessions of the console; tokens sealed, found by the hash of the browser's cookie.
CREATE TABLE console_session (
  tenant_id   uuid NOT NULL,
  cookie_hash text NOT NULL,
  sealed      text NOT NULL,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, cookie_hash)
);
CALL anju_wall('console_session', 'tenant_id = anju_tenant()');
