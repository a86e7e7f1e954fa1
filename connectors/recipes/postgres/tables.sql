-- The connectors' user, and a schema of its own: it creates the tables at the first record and adds columns when records
-- have new fields. Its password is set apart: ALTER ROLE alize_tables PASSWORD '...';
CREATE ROLE alize_tables LOGIN;
CREATE SCHEMA alize AUTHORIZATION alize_tables;
ALTER ROLE alize_tables SET search_path = alize;
