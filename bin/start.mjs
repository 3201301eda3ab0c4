#!/usr/bin/env node
// `npm start` and `npm run dev`: all set-up on a machine that has Node and nothing else, then the server.
import { ensureDependencies } from './setup/dependencies.mjs'
import { runTypeScript } from './setup/run-typescript.mjs'

ensureDependencies({ dev: process.argv.includes('--dev') })
await runTypeScript('start.ts')
