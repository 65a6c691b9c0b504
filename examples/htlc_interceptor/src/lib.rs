//! A plugin that holds incoming payments until somebody decides what becomes of them.

mod held;

use cln_plugin_kit::{Context, HandlerError, HookOptions, Level, Opt, Plugin};
use cln_runtime::{Hash, RpcError};

use held::Decision;
pub use held::Held;
use node::{
    BlockAddedNotificationResponse, FailheldRequest, FailheldResponse, HtlcAcceptedHookHtlc, HtlcAcceptedHookRequest,
    HtlcAcceptedHookResponse, HtlcAcceptedHookResult, ListheldHtlcs, ListheldRequest, ListheldResponse,
    ReleaseheldRequest, ReleaseheldResponse,
};

/// The bindings that `build.rs` makes.
pub mod node {
    cln_runtime::include_bindings!();
}

const LEAST: Opt<i64> = Opt::int("hold-least-msat", "Payments of less than this go on at once").default(0).dynamic();
const BLOCKS: Opt<i64> =
    Opt::int("hold-blocks", "A payment is let go of so many blocks before it expires").default(40).dynamic();
const UNDECIDED: Opt<String> =
    Opt::string("hold-undecided", "What becomes of a payment that nobody decides about: fail or continue")
        .default("fail")
        .dynamic();

/// `temporary_node_failure`, by BOLT 4.
const TEMPORARY_NODE_FAILURE: [u8; 2] = [0x20, 0x02];

/// `pay_no_such_payment`, as nodes have it.
const NO_SUCH_PAYMENT: i64 = 208;

/// The plugin, ready to run.
pub fn plugin() -> Plugin<Held> {
    Plugin::new(Held::default())
        .option(LEAST)
        .option(BLOCKS)
        .option(UNDECIDED)
        .on_start(|context| async move { check_options(&context) })
        .on_change(|context, _| async move { check_options(&context) })
        .method(list)
        .method(release)
        .method(fail)
        // Whoever holds payments does not want them to arrive because of a mistake here.
        .hook_with(HookOptions::closed(), htlc_accepted)
        .subscribe(block_added)
}

async fn htlc_accepted(
    context: Context<Held>,
    event: HtlcAcceptedHookRequest,
) -> Result<HtlcAcceptedHookResponse, HandlerError> {
    if !is_held(&context, &event) {
        return Ok(answer(Decision::Continue));
    }
    let decided = context.state().hold(event.htlc);
    let decision = tokio::select! {
        decision = decided => decision?,
        () = context.stopping() => undecided(&context)?,
    };
    Ok(answer(decision))
}

/// Whether it is for this node, and part of a payment that is large enough.
fn is_held(context: &Context<Held>, event: &HtlcAcceptedHookRequest) -> bool {
    let is_ours = event.onion.short_channel_id.is_none();
    let payment = event.onion.total_msat.unwrap_or(event.htlc.amount_msat);
    is_ours && i128::from(payment.0) >= i128::from(context.option(&LEAST))
}

/// Lets go of what expires soon: a node that still holds an HTLC then loses the channel.
async fn block_added(context: Context<Held>, block: BlockAddedNotificationResponse) -> Result<(), HandlerError> {
    let last = i64::from(block.height).saturating_add(context.option(&BLOCKS));
    let expires = |htlc: &HtlcAcceptedHookHtlc| i64::from(htlc.cltv_expiry) <= last;
    let count = context.state().decide(&undecided(&context)?, expires);
    if count > 0 {
        let what = context.option(&UNDECIDED);
        context.log(Level::Unusual, &format!("{count} HTLCs expire soon, and nobody has decided about them: {what}"));
    }
    Ok(())
}

/// Whether they make sense: with fewer blocks than none, an HTLC would be held beyond the block at which it expires.
fn check_options(context: &Context<Held>) -> Result<(), HandlerError> {
    if context.option(&BLOCKS) < 0 {
        return Err(HandlerError::new(format!("{}: expected 0 or more blocks", BLOCKS.name())));
    }
    undecided(context).map(drop)
}

/// What becomes of what nobody has decided about.
fn undecided(context: &Context<Held>) -> Result<Decision, HandlerError> {
    match context.option(&UNDECIDED).as_str() {
        "fail" => Ok(Decision::Fail(TEMPORARY_NODE_FAILURE.into())),
        "continue" => Ok(Decision::Continue),
        _ => Err(HandlerError::new(format!("{}: expected fail or continue", UNDECIDED.name()))),
    }
}

fn answer(decision: Decision) -> HtlcAcceptedHookResponse {
    match decision {
        Decision::Continue => HtlcAcceptedHookResponse::new(HtlcAcceptedHookResult::Continue),
        Decision::Fail(message) => {
            HtlcAcceptedHookResponse::new(HtlcAcceptedHookResult::Fail).with_failure_message(message)
        }
    }
}

async fn list(context: Context<Held>, request: ListheldRequest) -> Result<ListheldResponse, HandlerError> {
    let row = |htlc: HtlcAcceptedHookHtlc| {
        ListheldHtlcs::new(htlc.payment_hash, htlc.short_channel_id, htlc.id, htlc.amount_msat, htlc.cltv_expiry)
    };
    Ok(ListheldResponse::new(context.state().list(request.payment_hash).into_iter().map(row).collect()))
}

async fn release(context: Context<Held>, request: ReleaseheldRequest) -> Result<ReleaseheldResponse, HandlerError> {
    Ok(ReleaseheldResponse::new(decide(&context, request.payment_hash, &Decision::Continue)?))
}

async fn fail(context: Context<Held>, request: FailheldRequest) -> Result<FailheldResponse, HandlerError> {
    let message = request.failure_message.unwrap_or_else(|| TEMPORARY_NODE_FAILURE.into());
    Ok(FailheldResponse::new(decide(&context, request.payment_hash, &Decision::Fail(message))?))
}

/// Decides about all HTLCs of a payment.
fn decide(context: &Context<Held>, payment: Hash, decision: &Decision) -> Result<u32, RpcError> {
    match context.state().decide(decision, |htlc| htlc.payment_hash == payment) {
        0 => Err(RpcError::new(NO_SUCH_PAYMENT, "No HTLC of this payment is held")),
        count => Ok(count),
    }
}
