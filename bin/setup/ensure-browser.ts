import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { AppError } from '#lib/shared/app-error.ts'
import { root } from './run-tool.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const MAC = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)

/**
 * Gives the path of a Chromium or Chrome: Playwright's own, one on the PATH, else one installed now by Playwright or,
 * where its download is not to be had, by apt-get. `say` hears of an installation before it begins.
 * @throws AppError `unavailable` when there is none and none can be installed.
 */
export function ensureBrowser(say: (sentence: string) => void): string {
  const found = findBrowser()
  if (found) return found
  say('Installing a browser for the tests; a minute or two…')
  const playwright = path.join(root, 'node_modules/@playwright/test/cli.js')
  attempt(process.execPath, [playwright, 'install', 'chromium'])
  if (!findBrowser() && process.getuid?.() === 0) {
    attempt('apt-get', ['update', '-qq'])
    attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
  }
  const installed = findBrowser()
  if (installed) return installed
  throw new AppError(
    'unavailable',
    'There is no Chromium or Chrome, and none could be installed. Install one, then try again.',
  )
}

/** The browser that the tests would use now; null when there is none. */
function findBrowser(): string | null {
  const own = chromium.executablePath()
  if (own && existsSync(own)) return own
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))), ...MAC]
  return candidates.find(isExecutable) ?? null
}

function attempt(command: string, args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'ignore'], timeout: 10 * 60_000 })
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
