import { execFile } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { extendStandIn } from './extend-stand-in.ts'

const AWS = 'registry.terraform.io/hashicorp/aws/6.25.0/linux_amd64'
const NEW = 'aws_sns_topic_subscription'
const made: string[] = []

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A mirror whose AWS provider is a stand-in with these resources; files cannot be written, as in the real one. */
async function makeMirror(resources: object): Promise<string> {
  const mirror = await mkdtemp(join(tmpdir(), 'ipseal-mirror-'))
  made.push(mirror)
  await mkdir(join(mirror, AWS), { recursive: true })
  const schemas = { provider: {}, resource_schemas: resources, data_source_schemas: {} }
  await writeFile(join(mirror, AWS, 'aws.schema.json'), JSON.stringify(schemas), { mode: 0o444 })
  await writeFile(join(mirror, AWS, 'terraform-provider-aws_v6.25.0'), '#!/bin/sh\n', { mode: 0o755 })
  return mirror
}

async function extend(mirror: string): Promise<string> {
  const folder = dirname(await extendStandIn(mirror))
  made.push(folder)
  return folder
}

function readResources(folder: string): object {
  return JSON.parse(readFileSync(join(folder, 'mirror', AWS, 'aws.schema.json'), 'utf8')).resource_schemas
}

describe('extendStandIn', () => {
  test('adds what the mirror lacks and leaves the mirror as it is', async () => {
    const mirror = await makeMirror({ aws_iam_role: { version: 7 } })
    const folder = await extend(mirror)
    expect(readResources(folder)).toMatchObject({ aws_iam_role: { version: 7 }, [NEW]: { version: 0 } })
    expect(readFileSync(join(mirror, AWS, 'aws.schema.json'), 'utf8')).not.toContain(NEW)
    expect((await stat(join(folder, 'mirror', AWS, 'terraform-provider-aws_v6.25.0'))).mode & 0o111).toBe(0o111)
  })

  test('keeps what the mirror knows itself', async () => {
    expect(readResources(await extend(await makeMirror({ [NEW]: { version: 9 } })))).toStrictEqual({
      [NEW]: { version: 9 },
    })
  })

  test('gives all who ask at the same time the same, and leaves nothing unfinished', async () => {
    const mirror = await makeMirror({})
    const folders = await Promise.all([extend(mirror), extend(mirror), extend(mirror)])
    const [folder = ''] = folders
    expect(new Set(folders).size).toBe(1)
    const beside = await readdir(dirname(folder))
    expect(beside.filter((name) => join(dirname(folder), name).startsWith(`${folder}.`))).toStrictEqual([])
  })

  test('makes another copy for a mirror that has changed', async () => {
    const mirror = await makeMirror({})
    const before = await extend(mirror)
    rmSync(join(mirror, AWS, 'aws.schema.json'))
    await writeFile(join(mirror, AWS, 'aws.schema.json'), '{"resource_schemas":{"aws_lb":{}},"data_source_schemas":{}}')
    expect(await extend(mirror)).not.toBe(before)
  })

  test('refuses a mirror with a real provider', async () => {
    const mirror = await makeMirror({})
    rmSync(join(mirror, AWS, 'aws.schema.json'))
    await expect(extendStandIn(mirror)).rejects.toThrow('is no stand-in')
  })
})

const installed = process.env.TF_CLI_CONFIG_FILE ?? ''
const mirror = /path = "(.+)"/.exec(existsSync(installed) ? readFileSync(installed, 'utf8') : '')?.[1]
const isStandIn = mirror !== undefined && existsSync(join(mirror, AWS, 'aws.schema.json'))

test.skipIf(!isStandIn)('Terraform validates a subscription against the extended stand-in', async () => {
  const work = await mkdtemp(join(tmpdir(), 'ipseal-subscription-'))
  made.push(work)
  const wrong = 'topic_arn = "t"\n  protocol = "lambda"\n  endpoint = "f"\n  endpoints = "g"'
  await writeFile(join(work, 'main.tf'), `resource "${NEW}" "this" {\n  ${wrong}\n}\n`)
  const env = { ...process.env, TF_CLI_CONFIG_FILE: await extendStandIn(mirror ?? '') }
  const terraform = async (...args: string[]): Promise<string> => {
    const ran = promisify(execFile)('terraform', args, { cwd: work, env })
    return await ran.then(
      ({ stdout }) => stdout,
      (error: { readonly stdout: string }) => error.stdout,
    )
  }
  await terraform('init', '-input=false')
  const { diagnostics } = JSON.parse(await terraform('validate', '-json'))
  expect(diagnostics).toMatchObject([{ detail: expect.stringContaining('"endpoints" is not expected here') }])
})
