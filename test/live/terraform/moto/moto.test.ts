import { describe, expect, test } from 'vitest'
import vectors from '../../../vectors/terraform/moto.json' with { type: 'json' }
import { findMoto } from '../../stores/find-moto.ts'
import { findStandIn } from '../find-stand-in.ts'
import { findTerraform } from '../find-terraform.ts'
import type { Resource } from '../run-module-tests.ts'
import { type Answer, askMoto, type Question } from './ask-moto.ts'
import { planExample } from './plan-example.ts'

const [terraform, moto] = [await findTerraform(), await findMoto()]
const TIMEOUT_MILLISECONDS = 240_000
/** Planning takes longer than asking, and two tests want the same. */
const plans = new Map<string, Question>()

type Example = { readonly example: string; readonly lists: readonly string[] }

/** Why nothing can be asked, if nothing can. */
function findHindrance(): string | undefined {
  if ('missing' in terraform) return terraform.missing
  if ('missing' in moto) return moto.missing
  // What AWS chooses is left to chance here, and a real provider takes no text of chance for an ARN.
  return findStandIn(terraform) === undefined ? 'its plans are made with the stand-in of AWS’s provider' : undefined
}

async function planOnce({ example, lists }: Example): Promise<Question> {
  if ('missing' in terraform) throw new Error(terraform.missing)
  const question = plans.get(example) ?? (await planExample(terraform, example, lists))
  plans.set(example, question)
  return question
}

function ask(question: Question): Promise<Answer> {
  if ('missing' in moto) throw new Error(moto.missing)
  return askMoto(moto.path, question)
}

describe('what the examples plan is asked of moto, by requests built from plans', {
  timeout: TIMEOUT_MILLISECONDS,
}, () => {
  const hindrance = findHindrance()

  test.for(vectors.examples)(
    '$example: nothing is refused, and what is kept closes the path',
    async (vector, { skip }) => {
      skip(hindrance !== undefined, hindrance)
      const answer = await ask(await planOnce(vector))
      expect(answer).toMatchObject({ faults: [], unsent: [] })
      expect(answer.kept).toEqual(vector.kept)
    },
  )

  test('what AWS would refuse is found', async ({ skip }) => {
    skip(hindrance !== undefined, hindrance)
    const { planned, applied } = await planOnce({ example: 'cloudfront-to-eks', lists: [] })
    const { faults } = await ask({ planned: planned.map(plant), applied: applied.map(plant) })
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
