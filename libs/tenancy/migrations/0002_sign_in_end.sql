-- When an account's sign-ins were ended: locked, or a new password. Tokens issued before that no longer count.
CREATE TABLE sign_in_end (
  tenant_id  uuid NOT NULL,
  account_id text NOT NULL,
  ended_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, account_id)
);
CALL anju_wall('sign_in_end', 'tenant_id = anju_tenant()', 'SELECT, INSERT, UPDATE');
