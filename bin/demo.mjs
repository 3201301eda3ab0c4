#!/usr/bin/env node
// `npm run demo`: all set-up on a machine that has Node and nothing else, then the demo.
import { ensureDependencies } from './setup/dependencies.mjs'
import { runTypeScript } from './setup/run-typescript.mjs'

ensureDependencies({ dev: false })
await runTypeScript('demo.ts')
