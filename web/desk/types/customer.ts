/** The profile, and a case together with it. */

import type { Case } from "./cases.ts";
import type { Json } from "./json.ts";
import type { Message } from "./messages.ts";

export interface Customer {
  readonly customer_number: string;
  readonly name: string;
  readonly form_of_address?: string | null;
  readonly vulnerability?: Json;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly addresses?: readonly Json[] | null;
  readonly contracts?: readonly Json[] | null;
  readonly open_invoices?: readonly Json[] | null;
  readonly open_requests?: readonly Json[] | null;
  readonly contact_moments?: readonly Json[] | null;
  readonly consents?: Json;
}

export interface Detail {
  readonly case: Case;
  readonly customer: Customer | null;
  readonly messages: readonly Message[];
}
