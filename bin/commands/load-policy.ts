import { readFile } from 'node:fs/promises'
import { isPresetName, parsePolicy } from '#lib/contracts/policy.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { AppError } from '#lib/shared/app-error.ts'

/** The policy that `--policy` names: a preset, or a JSON file. Rejects with every fault of the file by its path. */
export async function loadPolicy(nameOrFile: string): Promise<Policy> {
  if (isPresetName(nameOrFile)) return presets[nameOrFile]
  const parsed = parsePolicy(await readJson(nameOrFile))
  if (parsed.ok) return parsed.policy
  const faults = parsed.issues.map(({ path, message }) => `  ${path === '' ? '' : `${path}: `}${message}`)
  throw new AppError('invalid_request', `${nameOrFile} is not a policy:\n${faults.join('\n')}`)
}

async function readJson(file: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const known = Object.keys(presets).join(', ')
    throw new AppError('invalid_request', `There is no preset (${known}) and no file named ${file}`, {
      cause: error,
    })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error'
    throw new AppError('invalid_request', `${file} is not JSON: ${reason}`, { cause: error })
  }
}
