import pg from 'pg'

/** Both the role that the program runs as and the database that it owns. */
export const ROLE = 'interlock'

/**
 * Makes role and database `interlock` when they are missing. The role is no superuser and can make neither roles
 * nor databases. `superuser` is connected to any database of the cluster.
 */
export async function ensureDatabase(superuser: pg.Client, rolePassword: string): Promise<void> {
  const { rows } = await superuser.query<{ role: boolean; database: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role,
            EXISTS (SELECT FROM pg_database WHERE datname = $1) AS database`,
    [ROLE],
  )
  const found = rows[0]
  if (!found?.role) {
    const password = pg.escapeLiteral(rolePassword)
    await superuser.query(
      `CREATE ROLE ${ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${password}`,
    )
  }
  if (!found?.database) {
    await superuser.query(`CREATE DATABASE ${ROLE} OWNER ${ROLE}`)
    await superuser.query(`REVOKE ALL ON DATABASE ${ROLE} FROM PUBLIC`)
  }
}
