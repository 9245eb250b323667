import * as z from 'zod'

const id = z.string().regex(/^[0-9a-f]{32}$/)
const bindingName = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/)
const workerName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/)

const route = z.strictObject({
  pattern: z.string().regex(/^[a-z0-9.*-]{1,255}(?:\/[!-~]*)?$/),
  zone_id: id,
  custom_domain: z.literal(true).optional(),
})

const worker = z.strictObject({
  name: workerName,
  routes: z.array(route),
  crons: z.array(z.string().min(9).max(128)),
  vars: z
    .record(bindingName, z.string().nullable())
    .meta({ description: 'null: the value that the file has for this environment.' }),
  kv_namespaces: z.array(z.strictObject({ binding: bindingName, id })),
  secrets: z.array(bindingName).meta({ description: 'Names that `wrangler secret put` was given.' }),
  secrets_store_secrets: z.array(
    z.strictObject({ binding: bindingName, store_id: id, secret_name: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/) }),
  ),
})

/** What the Terraform module cloudflare-edge hands over to wrangler: its output `wrangler`. */
export const handoverSchema = z.strictObject({
  version: z.literal(1),
  account_id: id,
  environment: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,31}$/)
    .meta({ description: 'An environment of wrangler.toml.' }),
  assertion: z.strictObject({ issuer: z.string().max(512), audience: z.string().min(1).max(256) }),
  workers: z.strictObject({ edge: worker, 'refresh-ranges': worker.optional() }),
})

export type Handover = z.infer<typeof handoverSchema>
export type HandedWorker = Handover['workers']['edge']
/** Which of the project's Workers: what seals, or what keeps lists true. */
export type WorkerKind = keyof Handover['workers']
