import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Those in which wrangler deploys a Worker, by what `ipseal wrangler` is told of the environment. */
const EXAMPLES = ['cloudflare-to-eks', 'cloudflare-and-cloudfront']

test.each(EXAMPLES)('the environment that %s shows is one of both files of wrangler', (example) => {
  const values = readFileSync(`infra/terraform/examples/${example}/terraform.tfvars.example`, 'utf8')
  const [, environment] = /^environment *= "([a-z-]+)"$/m.exec(values) ?? []
  for (const file of ['wrangler.toml', 'wrangler.refresh-ranges.toml']) {
    expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^\\[\\[?env\\.${environment}[.\\]]`, 'm'))
  }
})
