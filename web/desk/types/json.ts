/** Anything that JSON can hold. */

/** Anything that JSON can hold: the profile's own records, which the desk shows without knowing each field. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
