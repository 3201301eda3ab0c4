#!/usr/bin/env node
// `npm run bench [-- --quick] [-- --json]`: all set-up, then bench/run.ts.
import { ensureDependencies } from '../bin/setup/dependencies.mjs'
import { runTypeScript } from '../bin/setup/run-typescript.mjs'

ensureDependencies({ dev: true })
await runTypeScript('../bench/run.ts')
