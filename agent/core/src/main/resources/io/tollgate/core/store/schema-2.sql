-- The latest time that calls in a window were counted by.
CREATE TABLE IF NOT EXISTS tollgate_time (
  product VARCHAR(128) NOT NULL PRIMARY KEY,
  mark BIGINT NOT NULL);
