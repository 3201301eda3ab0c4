import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#tests/support/database.ts'

test('every test database is fresh, apart, and owned by a role that is no superuser', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  const client = new pg.Client({ connectionString: one.url })
  await client.connect()
  await client.query('CREATE TABLE mark (id int)')
  const { rows } = await client.query(
    'SELECT current_user AS role, usesuper AS super FROM pg_user WHERE usename = current_user',
  )
  expect(rows).toEqual([{ role: 'interlock', super: false }])
  const elsewhere = new pg.Client({ connectionString: other.url })
  await elsewhere.connect()
  expect((await elsewhere.query(`SELECT to_regclass('mark') AS mark`)).rows).toEqual([{ mark: null }])
  await Promise.all([client.end(), elsewhere.end()])
  await Promise.all([one.drop(), other.drop()])
})
