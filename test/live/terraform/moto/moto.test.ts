import { describe, expect, test } from 'vitest'
import vectors from '../../../vectors/terraform/moto.json' with { type: 'json' }
import { findMoto } from '../../stores/find-moto.ts'
import { findStandIn } from '../find-stand-in.ts'
import { findTerraform } from '../find-terraform.ts'
import type { Resource } from '../run-module-tests.ts'
import { askMoto, type Question } from './ask-moto.ts'
import { planExample } from './plan-example.ts'

const [terraform, moto] = [await findTerraform(), await findMoto()]
const missing = [terraform, moto].flatMap((found) => ('missing' in found ? [found.missing] : []))
// What AWS chooses is left to chance here, and a real provider takes no text of chance for an ARN.
if (missing.length === 0 && findStandIn(terraform) === undefined) missing.push('its provider of AWS is a real one')
const reason = missing.length > 0 ? ` (skipped: ${missing.join(', ')})` : ', by requests built from plans'
const TIMEOUT_MILLISECONDS = 240_000
/** Planning takes longer than asking, and two tests want the same. */
const plans = new Map<string, Question>()

describe.skipIf(missing.length > 0)(`what the examples plan is asked of moto${reason}`, () => {
  if ('missing' in terraform || 'missing' in moto) return

  const plan = async (example: string, lists: readonly string[]): Promise<Question> => {
    const question = plans.get(example) ?? (await planExample(terraform, example, lists))
    plans.set(example, question)
    return question
  }

  test.each(vectors.examples)(
    '$example: nothing is refused, and what is kept closes the path',
    { timeout: TIMEOUT_MILLISECONDS },
    async ({ example, lists, kept }) => {
      const answer = await askMoto(moto.path, await plan(example, lists))
      expect(answer).toMatchObject({ faults: [], unsent: [] })
      expect(answer.kept).toEqual(kept)
    },
  )

  test('what AWS would refuse is found', { timeout: TIMEOUT_MILLISECONDS }, async () => {
    const { planned, applied } = await plan('cloudfront-to-eks', [])
    const { faults } = await askMoto(moto.path, { planned: planned.map(plant), applied: applied.map(plant) })
    const unseen = vectors.planted.filter(
      ({ address, says }) => !faults.some((fault) => fault.startsWith(address) && fault.includes(says)),
    )
    expect(unseen).toEqual([])
  })
})

function plant(resource: Resource): Resource {
  const wrong = vectors.planted.find(({ address }) => address === resource.address)
  return wrong === undefined
    ? resource
    : { ...resource, values: { ...resource.values, [wrong.attribute]: wrong.value } }
}
