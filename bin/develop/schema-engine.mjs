#!/usr/bin/env node
// Stand-in for Prisma's native schema engine, for machines that cannot download it: answers the same JSON-RPC
// on standard input and output from the WebAssembly build of the same engine. `prisma migrate dev`, `diff` and
// `deploy` find it through PRISMA_SCHEMA_ENGINE_BINARY (prisma.config.ts). A tool for authoring migrations only:
// a start applies them with lib/store/migrate.ts.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as wasm from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { MigrationAdapter } from './migration-adapter.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true, short: 'd' },
    datasource: { type: 'string' },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
    version: { type: 'boolean' },
  },
})
const datasource = values.datasource ? JSON.parse(values.datasource) : {}
const url = datasource.url ?? 'postgresql://127.0.0.1:1/none'
const datamodels = (values.datamodels ?? []).map((file) => [file, readFileSync(file, 'utf8')])
/** Names of shadow databases that the engine has not disposed of. */
const shadows = new Set()

await loadEngine()
if (values.version) {
  console.log(`schema-engine-wasm ${wasm.version()}`)
} else if (positionals[0] === 'cli') {
  process.exitCode = await runCli(positionals[1])
} else {
  serve()
}

async function loadEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    message: '',
    set_message(message) {
      this.message = message
    },
  }
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm')
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { './schema_engine_bg.js': wasm })
  wasm.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
}

function serve() {
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error) => {
      report('', globalThis.PRISMA_WASM_PANIC_REGISTRY.message || error?.stack || String(error))
      process.exit(101)
    })
  }
  let queue = Promise.resolve()
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => {
    const message = JSON.parse(line)
    if (message.method) queue = queue.then(() => answer(message))
  })
  lines.on('close', () => queue.then(dropShadows).finally(() => process.exit(0)))
}

async function answer({ id, method, params }) {
  const send = (body) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, ...body }) + '\n')
  const factory = bindMigrationAwareSqlAdapterFactory(new MigrationAdapter(url, shadows))
  try {
    // One engine a call: a used one has lost its factory of shadow databases.
    const engine = await wasm.SchemaEngine.new(
      { datamodels: datamodels.length > 0 ? datamodels : undefined },
      () => undefined,
      factory,
    )
    if (typeof engine[method] !== 'function') throw new Error(`the WebAssembly engine has no ${method}`)
    if (method === 'evaluateDataLoss' || method === 'createMigration') {
      // These two get a shadow database only from a diagnosis made before on the same engine.
      await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters })
    }
    const result = await engine[method](params)
    if (method === 'diff' && result.stdout != null) {
      const print = {
        jsonrpc: '2.0',
        id: id + 1_000_000,
        method: 'print',
        params: { content: result.stdout },
      }
      process.stdout.write(JSON.stringify(print) + '\n')
    }
    send({ result: result ?? {} })
  } catch (error) {
    const data = { is_panic: false, meta: null, ...explain(error, factory) }
    send({ error: { code: 4466, message: 'An error happened. Check the data field for details.', data } })
  }
}

function explain(error, factory) {
  let message = error?.message ?? String(error)
  let errorCode = error?.code ?? error?.error_code
  const driverError = /Driver error ID: (\d+)|"id":\s*(\d+)/.exec(message)
  if (driverError) {
    message =
      factory.errorRegistry.consumeError(Number(driverError[1] ?? driverError[2]))?.error?.message ?? message
  }
  try {
    const parsed = JSON.parse(message)
    message = parsed.message ?? message
    errorCode = parsed.error_code ?? errorCode
  } catch {
    // Most messages are plain sentences.
  }
  return { message, error_code: errorCode }
}

async function runCli(command) {
  const target = new URL(url)
  const database = decodeURIComponent(target.pathname.slice(1))
  if (command === 'create-database') target.pathname = '/postgres'
  const client = new pg.Client({ connectionString: target.href })
  try {
    await client.connect()
    if (command === 'create-database') await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`)
    return 0
  } catch (error) {
    const code =
      { '3D000': 'P1003', '42P04': 'P1009', '28P01': 'P1000', ECONNREFUSED: 'P1001' }[error.code] ?? 'P1011'
    // Prisma skips the first line, which is the native engine's banner.
    report('', 'Starting schema engine CLI', 'INFO')
    report(code, code === 'P1003' ? `Database \`${database}\` does not exist` : error.message)
    return 1
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function dropShadows() {
  for (const name of shadows) {
    const admin = await new MigrationAdapter(url, shadows).connect()
    await admin.executeScript(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
    await admin.dispose()
  }
}

function report(code, message, level = 'ERROR') {
  const fields = { message, error_code: code }
  const line = { level, target: 'schema_engine::logger', timestamp: new Date().toISOString(), fields }
  process.stderr.write(JSON.stringify(line) + '\n')
}
