#!/usr/bin/env node
// `npx interlock`: the operator's command line.
import { ensureDependencies } from './setup/dependencies.mjs'
import { runTypeScript } from './setup/run-typescript.mjs'

ensureDependencies({ dev: false })
await runTypeScript('interlock.ts')
