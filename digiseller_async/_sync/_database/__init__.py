"""Write into SQLite and PostgreSQL: the only folder that imports SQLAlchemy, loaded when used."""
