"""The documented methods of the platform's API: envelopes, paging, filters, errors."""
