//! The clients, against a scripted node on a real socket.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failing test may panic")]

mod cancellation;
mod duties;
mod dying;
mod events;
mod faults;
mod filters;
mod front;
mod futures;
mod generated;
mod lists;
mod logging;
mod misbehaviour;
mod node;
mod node_dirs;
mod notifications;
mod pages;
mod panics;
mod recorded;
mod retrying;
mod soak;
mod streams;
mod versions;

/// A test of each scenario, for every client.
macro_rules! scenarios {
    ($($module:ident { $($scenario:ident,)* })*) => {
        scenarios!(@of blocking Blocking $($module { $($scenario,)* })*);
        scenarios!(@of tokio Tokio $($module { $($scenario,)* })*);
    };
    (@of $name:ident $front:ident $($module:ident { $($scenario:ident,)* })*) => {
        mod $name {
            $(mod $module {
                $(#[test]
                fn $scenario() {
                    crate::$module::$scenario::<crate::front::$front>();
                })*
            })*
        }
    };
}

scenarios! {
    misbehaviour {
        an_answer_is_typed,
        an_error_is_typed_with_its_data,
        answers_out_of_order,
        an_answer_one_byte_at_a_time,
        two_answers_in_one_write,
        a_notification_before_the_answer,
        an_answer_with_an_unknown_id,
        an_answer_with_an_id_of_another_type,
        an_answer_with_neither_result_nor_error,
        a_late_answer_after_a_timeout,
        the_end_in_the_middle_of_an_answer,
        garbage,
        an_answer_that_is_garbage_inside,
        a_damaged_answer_costs_only_its_own_call,
        a_damaged_answer_to_a_call_by_name_is_told,
        an_answer_without_end_or_id_ends_the_connection,
        an_answer_that_does_not_fit,
        an_error_message_that_is_not_utf8,
        a_gigabyte_without_a_terminator,
        silence,
        the_node_stops_reading_requests_it_cannot_read,
        no_socket_a_stopped_node_and_no_permission,
        an_invalid_request_is_not_sent,
        answers_that_came_before_the_end_are_delivered,
        reconnects_for_calls_that_were_not_sent,
        listening_ends_with_the_connection,
        an_end_among_many_calls_ends_them_all,
    }
    duties {
        reading_goes_on_while_a_large_request_is_written,
        a_call_that_times_out_while_it_is_written_leaves_the_connection_usable,
        a_deadline_does_not_end_other_calls,
        a_request_that_its_writer_leaves_is_written_to_its_end,
        an_answer_does_not_wait_for_anothers_request,
        what_is_given_up_behind_a_half_written_request_is_never_written,
        a_node_that_takes_no_connection_holds_nobody_up,
        connecting_again_keeps_to_the_time_of_the_call,
    }
    dying {
        what_is_said_to_be_unsent_has_never_reached_the_node,
    }
    events {
        what_is_there_is_taken_then_the_node_is_waited_for,
        a_lost_connection_neither_loses_nor_repeats_an_event,
        a_wait_that_times_out_is_made_again,
        a_refusal_is_told_and_the_next_attempt_goes_on,
        an_index_that_goes_back_is_told,
        each_deletion_is_told_once,
        who_drops_events_ends_their_connection,
    }
    filters {
        a_filter_is_sent_and_what_comes_is_json,
        a_filter_that_does_not_fit_the_answer_is_not_sent,
        a_narrow_type_is_a_filter,
        a_narrow_type_that_does_not_fit_the_answer_is_not_sent,
        a_narrow_type_that_holds_itself_makes_a_filter_in_no_time,
        what_does_not_fit_a_narrow_type_is_not_shown,
    }
    lists {
        items_come_while_the_list_arrives,
        a_list_of_any_length_takes_little_memory,
        the_error_in_place_of_a_list_is_typed,
        an_item_that_does_not_fit_ends_the_list,
        a_damaged_list_is_an_answer,
        an_item_that_is_too_long_ends_the_list,
        a_list_that_is_cut_off_ends_in_an_error,
        a_list_that_stops_arriving_times_out,
    }
    logging {
        calls_are_logged_without_their_content,
    }
    notifications {
        a_notification_becomes_its_type,
        what_is_told_of_a_call_leads_to_it,
        a_call_keeps_its_id_on_a_new_connection,
        an_invalid_request_is_not_prepared,
        recorded_notifications_lead_to_their_calls,
    }
    pages {
        rows_come_page_by_page,
        rows_that_are_added_or_deleted_between_pages_change_nothing_else,
        rows_in_the_order_of_their_changes,
        a_row_that_is_listed_whatever_the_index_comes_once,
        an_error_ends_the_rows,
    }
    panics {
        a_handler_of_notifications_may_panic,
        a_type_of_the_caller_may_panic,
        who_takes_the_items_of_a_list_may_panic,
        whoever_is_told_the_id_of_a_call_may_panic,
        a_log_may_panic,
    }
    versions {
        a_node_within_the_range_is_no_news,
        a_node_outside_the_range_is_warned_of_once,
        an_answer_without_a_version_is_unreadable,
    }
    retrying {
        the_first_connect_waits_for_a_node_that_starts,
        the_first_connect_gives_up,
        a_call_waits_for_a_node_that_restarts,
        a_list_waits_for_a_node_that_restarts,
        what_may_have_been_executed_is_never_repeated,
        errors_of_the_node_are_repeated_if_they_are_listed,
        a_call_is_given_up_after_so_many_attempts,
        a_prepared_call_is_one_attempt,
    }
    recorded {
        every_answer_is_delivered,
        every_complaint_ends_the_connection,
    }
}
