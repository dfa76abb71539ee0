"""A telephone and a telephone network on the desk: they run the real webhooks without any account.

`verbs` and `twiml` read our answers as strictly as a provider does, `profiles` holds what providers
do differently as data, `inputs` and `call` execute a call, `phone` is what a person holds. A call is a
`leg` at the `network`, kept in the `store` and told in `events`; a call of the hotline's is an order
(`ordering`) that comes to ring (`ringing`) or whatever is planned for its number (`behaviour`). `carrier`
takes every webhook to the hotline. `rest` and `calls` are the provider's REST face, `routes`, `api` and
`incoming` the page `/phone`.
"""
