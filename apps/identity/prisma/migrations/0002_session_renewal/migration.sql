-- Until when one gateway alone may renew the session's tokens.
ALTER TABLE console_session ADD COLUMN renewing_until timestamptz;
-- Ending an account's sign-ins ends its sessions too.
ALTER TABLE console_session ADD COLUMN account_id text;
CREATE INDEX console_session_account ON console_session (tenant_id, account_id);
