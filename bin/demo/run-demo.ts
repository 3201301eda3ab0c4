import { baseUrlOf, readEnv } from '#lib/env.ts'
import { serve } from '../serve.ts'
import { openDatabase } from '../setup/open-database.ts'
import { startAgents } from './agents/start-agents.ts'
import { createDemoFolder } from './demo-folder.ts'
import { fillDemo } from './fill-demo.ts'
import type { Screen } from './screen.ts'

/** A demo that runs. */
export interface RunningDemo {
  readonly screen: Omit<Screen, 'seconds'>
  /** Ends the agents and the server, and removes the database. */
  readonly stop: () => Promise<void>
}

/**
 * Makes a database of its own, fills it, serves it and lets the agents loose. When any of it fails, what was started
 * is stopped and removed before the error is passed on.
 */
export async function runDemo(speed: number, say: (sentence: string) => void): Promise<RunningDemo> {
  const undoings: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const undo of undoings.splice(0).reverse()) await undo()
  }
  try {
    const folder = createDemoFolder()
    undoings.push(folder.dispose)
    const database = await openDatabase(readEnv(demoEnvironment(folder.dataDir)), () => undefined)
    undoings.push(() => database.close())
    say('Replaying the recorded histories …')
    const { DATABASE_URL: databaseUrl, INTERLOCK_SECRET: secret } = database.env
    const filled = await fillDemo({ databaseUrl, secret, dataDir: folder.dataDir }, Date.now())
    const served = await serve(database.env, { development: false, say })
    undoings.push(() => served.stop())
    undoings.push(startAgents({ url: served.url, speed, accounts: filled.accounts }))
    const url = baseUrlOf(served.env)
    return { screen: { ...filled, url, gateUrl: served.url, nowMs: Date.now(), speed }, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The settings of `npm start`, on a database of its own; whatever database the environment names is left alone. */
function demoEnvironment(dataDir: string): NodeJS.ProcessEnv {
  const database = { DATABASE_URL: '', INTERLOCK_SECRET: '', INTERLOCK_BOOTSTRAP_LEAD: '' }
  return { LOG_LEVEL: 'warn', ...process.env, ...database, INTERLOCK_DATA_DIR: dataDir }
}
