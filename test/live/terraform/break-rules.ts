import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { breakRule, findRules, type Rule, runsThatRefuse } from '../../terraform/find-rules.ts'
import { copyConfigurations, listConfigurations } from './configurations.ts'
import { type FoundTerraform, findTerraform } from './find-terraform.ts'
import { initTerraform, runTerraform } from './run-terraform.ts'

// Breaks each rule of each module in turn, and asks whether a run of the module's own tests then misses the refusal. It takes
// minutes, so it is done on command: node test/live/terraform/break-rules.ts [modules/contract …]

/** Where a run is that Terraform looks for in a folder of its own. */
const OWN_TESTS = 'broken-rules'
const MISSED = 'Missing expected failure'

/** What keeps a rule from being held, or undefined where it is. */
type Verdict = { readonly file: string; readonly rule: Rule; readonly fault: string | undefined }

async function judge(terraform: FoundTerraform, folder: string): Promise<readonly Verdict[]> {
  await initTerraform(terraform, folder)
  const whole = await runTerraform(terraform, folder, ['test', '-no-color'])
  if (whole.code !== 0) throw new Error(`${folder}: ${whole.text}`)
  const verdicts: Verdict[] = []
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.tf'))) {
    for (const rule of findRules(readFileSync(join(folder, file), 'utf8'))) {
      verdicts.push({ file, rule, fault: await findFault(terraform, { folder, file, rule }) })
    }
  }
  return verdicts
}

type Place = { readonly folder: string; readonly file: string; readonly rule: Rule }

async function findFault(terraform: FoundTerraform, place: Place): Promise<string | undefined> {
  const { folder, file, rule } = place
  if (!writeRuns(place)) return 'no run refuses anything of its owner'
  const text = readFileSync(join(folder, file), 'utf8')
  writeFileSync(join(folder, file), breakRule(text, rule))
  const broken = await runRuns(terraform, folder)
  writeFileSync(join(folder, file), text)
  if (broken.code === 0) return 'no run misses it'
  return broken.text.includes(MISSED) ? undefined : `it cannot be broken: ${broken.text.slice(0, 400)}`
}

/** Writes the runs that may miss a rule into a folder of their own, with the values of all runs; false if there is none. */
function writeRuns({ folder, rule }: Place): boolean {
  const own = join(folder, OWN_TESTS)
  rmSync(own, { recursive: true, force: true })
  mkdirSync(own)
  const values = join(folder, 'tests/terraform.tfvars')
  if (existsSync(values)) copyFileSync(values, join(own, 'terraform.tfvars'))
  const files = readdirSync(join(folder, 'tests')).filter((name) => name.endsWith('.tftest.hcl'))
  const written = files.flatMap((name) => {
    const text = runsThatRefuse(readFileSync(join(folder, 'tests', name), 'utf8'), rule.owner)
    return text === undefined ? [] : [writeFileSync(join(own, name), text)]
  })
  return written.length > 0
}

function runRuns(terraform: FoundTerraform, folder: string) {
  return runTerraform(terraform, folder, ['test', '-no-color', `-test-directory=${OWN_TESTS}`])
}

const terraform = await findTerraform()
if ('missing' in terraform) throw new Error(terraform.missing)
const asked = process.argv.slice(2)
const root = copyConfigurations()
try {
  for (const configuration of asked.length > 0 ? asked : listConfigurations()) {
    const verdicts = await judge(terraform, join(root, configuration))
    const faults = verdicts.filter(({ fault }) => fault !== undefined)
    console.log(`${configuration}: ${verdicts.length - faults.length} of ${verdicts.length} rules are held`)
    for (const { file, rule, fault } of faults) {
      console.log(`  ${file}:${rule.line} ${rule.owner} ${rule.message.slice(0, 80)}: ${fault}`)
    }
    if (faults.length > 0) process.exitCode = 1
  }
} finally {
  rmSync(root, { recursive: true })
}
