#!/usr/bin/env node
// `npm test`: everything that is checked, with all its own set-up. `npm test -- --help` lists the stages.
import { ensureDependencies } from './setup/dependencies.mjs'
import { runTypeScript } from './setup/run-typescript.mjs'

ensureDependencies({ dev: true })
await runTypeScript('test.ts')
