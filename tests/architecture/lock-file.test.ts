import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

interface LockEntry {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

type Packages = Readonly<Record<string, LockEntry>>

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const root = path.resolve(import.meta.dirname, '../..')
const read = (folder: string, file: string) =>
  JSON.parse(readFileSync(path.join(root, folder, file), 'utf8')) as unknown

describe.each(['.', 'tests/platforms/servers'])('the packages of %s', (folder) => {
  const { packages } = read(folder, 'package-lock.json') as { packages: Packages }
  const manifest = read(folder, 'package.json') as Manifest

  test('the lock file names no registry’s address', () => {
    const named = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined)
    expect(named).toEqual([])
  })

  test('every package is held by its checksum', () => {
    const loose = Object.entries(packages).filter(
      ([place, entry]) => place !== '' && !entry.integrity && !entry.link,
    )
    expect(loose.map(([place]) => place)).toEqual([])
  })

  test('the packages for other platforms are locked too, so that npm ci works there', () => {
    const missing = Object.entries(packages).flatMap(([place, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter((name) => !resolves(packages, place, name)),
    )
    expect(missing).toEqual([])
  })

  test('the lock file was made from this package.json', () => {
    expect(packages['']?.dependencies).toEqual(manifest.dependencies)
    expect(packages['']?.devDependencies).toEqual(manifest.devDependencies)
  })

  test('every direct dependency is an exact version', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest
    const all = { ...dependencies, ...devDependencies, ...optionalDependencies }
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual(
      [],
    )
  })
})

/** As Node resolves: in the package's own node_modules, then in each of those above. */
function resolves(packages: Packages, from: string, name: string): boolean {
  const folders = from.split('/node_modules/')
  const above = folders.map((_, index) => folders.slice(0, folders.length - index).join('/node_modules/'))
  return [...above, ''].some((place) => `${place === '' ? '' : `${place}/`}node_modules/${name}` in packages)
}
