// Prisma's adapter for pg, made fit for the schema engine. As released it knows no catalogue types, splits
// scripts at each semicolon, and would open its shadow database on the main one.
import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'

/** PostgreSQL's catalogue types (by oid) shown as the ordinary types that they read like. */
const ORDINARY_TYPE = new Map([
  [18, 1042], // "char" as bpchar
  [19, 25], // name as text
  [22, 1005], // int2vector as int2[]
  [26, 20], // oid as int8
  [194, 25], // pg_node_tree as text
  [1002, 1009], // "char"[] as text[]
  [1003, 1009], // name[] as text[]
  [1028, 1016], // oid[] as int8[]
  [2205, 20], // regclass as int8
])
const CHAR = 18
const CHAR_ARRAY = 1002

const Result = createRequire(import.meta.url)('pg/lib/result.js')
const addFields = Result.prototype.addFields
Result.prototype.addFields = function addOrdinaryFields(fields) {
  for (const field of fields) {
    field.catalogueTypeID = field.dataTypeID
    field.dataTypeID = ORDINARY_TYPE.get(field.dataTypeID) ?? field.dataTypeID
  }
  return addFields.call(this, fields)
}

/** Connects the schema engine to `url`; the names of shadow databases that are open stand in `shadows`. */
export class MigrationAdapter extends PrismaPg {
  #url
  #shadows

  constructor(url, shadows) {
    super({ connectionString: url }, { schema: new URL(url).searchParams.get('schema') ?? undefined })
    this.#url = url
    this.#shadows = shadows
  }

  async connect() {
    const adapter = await super.connect()
    const queryRaw = adapter.queryRaw
    adapter.queryRaw = async (query) => {
      let fields = []
      const watched = Object.create(adapter, {
        performIO: {
          value: async (request) => {
            const answer = await adapter.performIO(request)
            fields = answer.fields
            return answer
          },
        },
      })
      const result = await queryRaw.call(watched, query)
      fields.forEach((field, index) => {
        // The engine insists on characters here, not on text.
        if (field.catalogueTypeID === CHAR) result.columnTypes[index] = ColumnTypeEnum.Character
        if (field.catalogueTypeID === CHAR_ARRAY) result.columnTypes[index] = ColumnTypeEnum.CharacterArray
      })
      return result
    }
    adapter.executeScript = async (script) => {
      try {
        await adapter.underlyingDriver().query(script)
      } catch (error) {
        adapter.onError(error)
      }
    }
    return adapter
  }

  async connectToShadowDb() {
    const name = `prisma_migrate_shadow_db_${randomUUID()}`
    const admin = await this.connect()
    await admin.executeScript(`CREATE DATABASE "${name}"`)
    this.#shadows.add(name)
    const url = new URL(this.#url)
    url.pathname = `/${name}`
    const shadow = await new MigrationAdapter(url.href, this.#shadows).connect()
    const dispose = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await dispose()
      await admin.executeScript(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
      this.#shadows.delete(name)
      await admin.dispose()
    }
    return shadow
  }
}
