import { ensureFresh } from './source-stamp.ts'
import { runTool } from './run-tool.ts'

const sources = [
  'app/**/*',
  'components/**/*',
  'lib/**/*.{ts,tsx}',
  'public/**/*',
  'prisma/schema/*.prisma',
  'next.config.mjs',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
]

/** What the build itself and the generator write among them. */
const written = ['lib/store/prisma/generated/**']

/** Builds the console for production when it is missing or its sources have changed. `say` hears of it before. */
export async function ensureBuilt(say: (sentence: string) => void): Promise<void> {
  await ensureFresh({ sources, written, stamp: '.next/made-from' }, () => {
    say('Building the console; about a minute…')
    return runTool('next build', 'next/dist/bin/next', ['build'])
  })
}
