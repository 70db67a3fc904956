"""Plans: experiments that tell whether an action works."""
