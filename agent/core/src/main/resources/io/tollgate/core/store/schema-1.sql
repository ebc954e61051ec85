-- The same for H2 and PostgreSQL. Times in ms since the epoch. One database may serve several products.
CREATE TABLE IF NOT EXISTS tollgate_license (
  product VARCHAR(128) NOT NULL PRIMARY KEY,
  revision BIGINT NOT NULL,
  token VARCHAR(20000),
  previous VARCHAR(20000),
  stored_at BIGINT NOT NULL,
  stored_by VARCHAR(512) NOT NULL);
-- Whoever changes keys or calls of a cap holds the lock of its row.
CREATE TABLE IF NOT EXISTS tollgate_cap (
  product VARCHAR(128) NOT NULL,
  cap VARCHAR(128) NOT NULL,
  used BIGINT NOT NULL,
  place BIGINT NOT NULL,
  purges BIGINT NOT NULL,
  PRIMARY KEY (product, cap));
CREATE TABLE IF NOT EXISTS tollgate_key (
  product VARCHAR(128) NOT NULL,
  cap VARCHAR(128) NOT NULL,
  meter_key VARCHAR(512) NOT NULL,
  place BIGINT NOT NULL,
  first_seen BIGINT NOT NULL,
  PRIMARY KEY (product, cap, meter_key));
CREATE UNIQUE INDEX IF NOT EXISTS tollgate_key_place ON tollgate_key (product, cap, place);
CREATE TABLE IF NOT EXISTS tollgate_calls (
  product VARCHAR(128) NOT NULL,
  cap VARCHAR(128) NOT NULL,
  meter_key VARCHAR(512) NOT NULL,
  bucket BIGINT NOT NULL,
  calls BIGINT NOT NULL,
  PRIMARY KEY (product, cap, meter_key, bucket));
CREATE INDEX IF NOT EXISTS tollgate_calls_bucket ON tollgate_calls (product, cap, bucket);
-- Whoever adds audit lines of a product holds the lock of its row.
CREATE TABLE IF NOT EXISTS tollgate_audit_end (
  product VARCHAR(128) NOT NULL PRIMARY KEY,
  place BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS tollgate_audit (
  product VARCHAR(128) NOT NULL,
  line_hash VARCHAR(64) NOT NULL,
  place BIGINT NOT NULL,
  line VARCHAR(70000) NOT NULL,
  PRIMARY KEY (product, line_hash));
CREATE UNIQUE INDEX IF NOT EXISTS tollgate_audit_place ON tollgate_audit (product, place);
-- The list in base64.
CREATE TABLE IF NOT EXISTS tollgate_denylist (
  product VARCHAR(128) NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  list VARCHAR(400000) NOT NULL);
CREATE TABLE IF NOT EXISTS tollgate_installation (
  product VARCHAR(128) NOT NULL PRIMARY KEY,
  id VARCHAR(128) NOT NULL);
