import { providerNames, type Facet } from '../../shared/contract.ts';
import { providerIds, type ProviderId } from '../../shared/model.ts';
import { facets as text } from '../messages/index.ts';

/** The fields that are offered as filters, in the order in which they stand. */
export const facetNames = ['provider', 'model', 'project', 'tag', 'has', 'is', 'tool'] as const;
export type FacetName = (typeof facetNames)[number];

export function facetNameOf({ name }: Facet): FacetName | null {
  return facetNames.find((known) => known === name) ?? null;
}

export function providerOf(value: string): ProviderId | null {
  return providerIds.find((id) => id === value) ?? null;
}

/** A value as it is read; what the person or a provider named stays as it was named. */
export function labelOf(facet: FacetName, value: string): string {
  if (facet === 'provider') {
    const provider = providerOf(value);
    return provider === null ? value : providerNames[provider];
  }
  const known: Readonly<Record<string, string>> = facet === 'has' || facet === 'is' ? text.values[facet] : {};
  return known[value] ?? value;
}
