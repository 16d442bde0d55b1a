// The page of an integrator: the published component and nothing else. What it is told stands in the address; what it says is
// kept in `window.told`.

import React from 'react';
import { createRoot } from 'react-dom/client';
import { CarbonConnect } from 'carbon-connect';

const wishes = Object.fromEntries(new URLSearchParams(window.location.search));
window.told = [];

/** Asks the integrator's back end; the first answer is a token that is good no longer when the address says so. */
async function tokenFetcher() {
  window.tokensFetched = (window.tokensFetched ?? 0) + 1;
  if (wishes.expired && window.tokensFetched === 1) return { access_token: 'a-token-that-expired' };
  return (await fetch(`/token?customer=${encodeURIComponent(wishes.customer)}`)).json();
}

/** Where a token has expired each call counts, and those that come every few seconds stay away. */
const pollingInterval = wishes.expired ? 3_600_000 : 3_000;

const integration = { id: 'SALESFORCE', ...(wishes.picker && { useCarbonFilePicker: true, syncFilesOnConnection: false }) };

createRoot(document.getElementById('root')).render(
  <CarbonConnect
    orgName="Acme"
    brandIcon="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='48' height='48'%3E%3Ccircle cx='24' cy='24' r='20'/%3E%3C/svg%3E"
    apiURL={`${wishes.api}/`}
    tokenFetcher={tokenFetcher}
    enabledIntegrations={[integration]}
    entryPoint="SALESFORCE"
    dataSourcePollingInterval={pollingInterval}
    showFilesTab={!wishes.accountsOnly}
    useRequestIds
    open
    alwaysOpen
    theme="light"
    tags={{ origin: 'component' }}
    onSuccess={(event) => window.told.push(event)}
    onError={(event) => window.told.push(event)}
  />,
);
