import { readFile } from 'node:fs/promises'
import { isPresetName, parsePolicyText } from '#lib/contracts/policy.ts'
import type { Policy } from '#lib/engine/policy/policy.ts'
import { presets } from '#lib/engine/policy/presets.ts'
import { AppError } from '#lib/shared/app-error.ts'

/** The policy that `--policy` names: a preset, or a JSON file. Rejects with every fault of the file by its path. */
export async function loadPolicy(nameOrFile: string): Promise<Policy> {
  if (isPresetName(nameOrFile)) return presets[nameOrFile]
  const parsed = parsePolicyText(await readText(nameOrFile))
  if (parsed.ok) return parsed.policy
  const faults = parsed.issues.map(({ path, message }) => `  ${path === '' ? '' : `${path}: `}${message}`)
  throw new AppError('invalid_request', `${nameOrFile} is not a policy:\n${faults.join('\n')}`)
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const known = Object.keys(presets).join(', ')
    throw new AppError('invalid_request', `There is no preset (${known}) and no file named ${file}`, {
      cause: error,
    })
  }
}
