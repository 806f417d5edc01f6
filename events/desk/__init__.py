"""The events' corner of the editing desk: making drafts, publishing them, and what goes before."""
