import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkBuild } from '../../tools/gates/build.ts'
import { checkPackageExports } from '../../tools/gates/package-exports.ts'
import { checkPackageShape } from '../../tools/gates/package-shape.ts'
import { plant } from './plant.ts'

const manifest = (parts: object): string =>
  JSON.stringify({ name: 'planted', version: '1.0.0', license: 'MIT', type: 'module', files: ['dist'], ...parts })

const subpath = (name: string): object => ({ types: `./dist/${name}/index.d.ts`, default: `./dist/${name}/index.js` })

test('a sound project is built, packed and imported', async () => {
  const place = plant({ 'dist/net/stale.js': 'left over\n' })
  const results = [await checkBuild(place), await checkPackageShape(place), await checkPackageExports(place)]
  expect(results.map(({ output }) => output)).toEqual(['', '', ''])
  expect(results.map(({ count }) => count)).toEqual([4, 1, 1])
  expect(existsSync(join(place.root, 'dist/net/stale.js'))).toBe(false)
})

test('build refuses what the compiler cannot emit', async () => {
  const result = await checkBuild(plant({ 'src/net/read.ts': 'export const read: number = missing\n' }))
  expect(result).toMatchObject({ ok: false, output: expect.stringContaining("Cannot find name 'missing'") })
})

test('package shape and exports refuse a subpath whose file is not published', async () => {
  const place = plant({ 'package.json': manifest({ exports: { './net': subpath('net'), './gone': subpath('gone') } }) })
  await checkBuild(place)
  const [shape, exports] = [await checkPackageShape(place), await checkPackageExports(place)]
  expect(shape).toMatchObject({ ok: false, output: expect.stringContaining('./dist/gone/index.js') })
  expect(exports).toMatchObject({ ok: false, output: expect.stringContaining('planted/gone') })
})

test('package shape refuses a package without types', async () => {
  const place = plant({
    'package.json': manifest({ exports: { './net': './plain.js' }, files: ['plain.js'] }),
    'plain.js': 'export const a = 1\n',
  })
  const result = await checkPackageShape(place)
  expect(result).toMatchObject({ ok: false, output: expect.stringContaining('does not contain types') })
})

test('package shape refuses a subpath without types beside one that has them', async () => {
  const place = plant({
    'package.json': manifest({ exports: { './net': subpath('net'), './plain': './dist/plain.js' } }),
  })
  await checkBuild(place)
  writeFileSync(join(place.root, 'dist/plain.js'), 'export const a = 1\n')
  expect(await checkPackageShape(place)).toMatchObject({ ok: false, output: expect.stringContaining('planted/plain') })
})

test('package exports refuses a library that the package does not depend on', async () => {
  const place = plant({ 'src/net/read.ts': "import { z } from 'zod'\n\nexport const read = z.string()\n" })
  await checkBuild(place)
  expect(await checkPackageExports(place)).toMatchObject({ ok: false, output: expect.stringContaining("'zod'") })
})

test('package exports is red when the package exports nothing', async () => {
  const place = plant({ 'package.json': manifest({}) })
  await checkBuild(place)
  expect(await checkPackageExports(place)).toMatchObject({ ok: false, output: expect.stringContaining('checked 0') })
})
