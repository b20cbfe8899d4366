/** The tables of a PyPOS database as the protocol describes them (1.2, 1.4, 1.5, 3.4), one after the other: name, common blocks (A who
 *  and when, S soft deletion, - none), columns by type. `*` is the primary key, `!` a column whose values are unique. */
export const pyposTables = `
cashier S uuid: id* int: no! str: user_name! name last_name password identity_number description bool:
  is_administrator is_manager is_active datetime: created_at login_at updated_at
country - uuid: id* int: iso_numeric str: name iso_alpha2! iso_alpha3
country_region AS uuid: id* fk_country_id str: region_code name iso_3166_2 region_type display_order text:
  metadata_json description bool: has_special_requirements
store AS uuid: id* fk_city_id fk_country_id str: brand_name company_name web_page_url description street block_no
  district postal_code phone_number email fax manager_name manager_contact_number technician_name
  technician_contact_number bool: is_active
city - uuid: id* fk_country_id int: numeric_code str: name code! short_name
district - uuid: id* fk_city_id int: numeric_code str: name code! short_name
currency AS uuid: id* int: no! decimal_places currency_code str: name sign sign_direction currency_symbol
currency_table AS uuid: id* fk_base_currency_id fk_target_currency_id dec4: rate
payment_type AS uuid: id* int: type_no! str: type_name culture_info type_description
vat AS uuid: id* int: no str: name description dec2: rate
product_unit AS uuid: id* int: base_id str: code name description symbol float: base_amount
product_manufacturer AS uuid: id* str: name description
department_main_group AS uuid: id* fk_vat_id str: code name description dec4: max_price discount_rate
department_sub_group AS uuid: id* main_group_id str: code name description dec4: max_price discount_rate
product AS uuid: id* fk_department_main_group_id fk_department_sub_group_id fk_vat_id fk_product_unit_id
  fk_manufacturer_id fk_store_id fk_primary_warehouse_id int: discount_percent stock min_stock max_stock
  stock_unit_no vat_no fk_server_id shelf_life_days preparation_time cooking_time spice_level washing_temperature
  model_year warranty_period str: name code! short_name old_code shelf_code keyboard_value description
  description_on_screen description_on_shelf description_on_scale stock_unit lot_number allergen_info serving_size
  season style gender age_group brand collection origin_country warranty_description text: ingredients
  recipe_instructions care_instructions bool: is_scalable is_allowed_discount is_allowed_negative_stock
  is_allowed_return is_vegetarian is_vegan is_halal is_kosher is_gift_wrappable is_fragile is_hazardous
  requires_age_verification dec4: sale_price purchase_price float: calories_per_100g protein_per_100g carb_per_100g
  fat_per_100g fiber_per_100g sodium_per_100g weight length width height date: expiration_date production_date
product_variant AS uuid: id* fk_product_id int: sort_order str: variant_name variant_code! color color_hex size
  fabric pattern shoe_size_eu shoe_size_us shoe_size_uk shoe_width sole_material upper_material closure_type
  storage_capacity ram_capacity processor_type screen_size connectivity shade finish skin_type metal_type stone_type
  ring_size dimensions additional_info bool: is_active is_default float: heel_height carat_weight chain_length
  weight
product_attribute AS uuid: id* fk_product_id fk_product_variant_id int: display_order str: attribute_name
  attribute_type language attribute_value category display_name unit text: text_value bool: is_searchable
  is_filterable is_visible_on_product boolean_value float: number_value datetime: date_value
product_barcode AS uuid: id* fk_product_id fk_barcode_mask_id int: fk_server_id str: barcode! old_barcode dec4:
  purchase_price sale_price
product_barcode_mask AS uuid: id* int: barcode_length code_started_at code_length quantity_started_at
  quantity_length weight_started_at weight_length price_started_at price_length color_started_at color_length
  size_started_at size_length str: starting_digits description
warehouse AS uuid: id* fk_store_id fk_city_id fk_district_id int: fk_server_id str: name code! warehouse_type
  description address access_code security_level manager_name contact_phone contact_email operating_hours bool:
  temperature_controlled humidity_controlled requires_security_access is_active is_receiving_enabled
  is_shipping_enabled is_cycle_count_enabled hazardous_material_allowed fragile_items_area high_value_items_area
  float: total_area usable_area height max_capacity min_temperature max_temperature min_humidity max_humidity
warehouse_location AS uuid: id* fk_warehouse_id parent_location_id int: level fk_server_id shelf_level facing_count
  max_items pick_sequence replenishment_priority cycle_count_frequency str: name code! location_type description
  aisle_number bay_position block_reason bool: is_display_location is_customer_accessible is_promotional_area
  requires_refrigeration requires_freezing fragile_items_only high_value_items_only restricted_access
  is_pick_location is_replenishment_location is_active is_blocked float: x_coordinate y_coordinate z_coordinate
  length width height volume max_weight current_utilization datetime: last_cycle_count_date
warehouse_product_stock AS uuid: id* fk_product_id fk_warehouse_location_id fk_product_variant_id int: quantity
  available_quantity reserved_quantity damaged_quantity expired_quantity min_stock_level max_stock_level
  reorder_point reorder_quantity total_received total_sold total_adjusted display_quantity backroom_quantity
  facing_quantity fk_server_id str: lot_number block_reason bool: low_stock_alert overstock_alert expiry_alert
  slow_moving_alert is_seasonal_item is_promotional is_active is_discontinued is_blocked dec4: average_cost
  last_cost total_value float: weight_per_unit volume_per_unit total_weight total_volume avg_daily_sales
  days_of_supply turnover_rate datetime: last_received_date last_sold_date last_movement_date last_count_date date:
  expiration_date production_date promotional_start_date promotional_end_date
transaction_discount_type AS uuid: id* str: code! name display_name description
transaction_document_type AS uuid: id* int: no! str: name display_name description
transaction_sequence AS uuid: id* int: value str: name description
form AS uuid: id* int: form_no width height str: name function start_position form_border_style caption icon image
  back_color fore_color display_mode bool: need_login need_auth show_status_bar show_in_taskbar use_virtual_keyboard
  is_visible is_startup
form_control AS uuid: id* fk_form_id fk_parent_id fk_table_id fk_target_form_id fk_tab_id int: type_no width height
  location_x location_y str: name type text_alignment character_casing input_type parent_name form_control_function1
  form_control_function2 start_position caption1 caption2 list_values dock alignment font icon tool_tip image
  image_selected text_image_relation back_color fore_color keyboard_value form_transition_mode bool:
  font_auto_height is_visible float: font_size
label_value AS uuid: id* str: key value culture_info
pos_settings AS uuid: id* fk_default_country_id fk_current_currency_id fk_working_currency_id int: pos_no_in_store
  plu_update_no backend_port1 backend_port2 str: name backend_type owner_national_id owner_tax_id owner_web_address
  mac_address customer_display_type customer_display_port receipt_printer_type receipt_printer_port
  invoice_printer_type invoice_printer_port scale_type scale_port barcode_reader_port backend_ip1 backend_ip2
  device_serial_number! device_operation_system bool: force_to_work_online
pos_virtual_keyboard AS uuid: id* int: keyboard_width keyboard_height x_position y_position font_size button_width
  button_height button_min_width button_max_width button_min_height button_max_height button_border_width
  button_border_radius space_button_min_width space_button_max_width special_button_min_width
  special_button_max_width control_button_width str: name! font_family button_background_color button_pressed_color
  button_border_color control_button_active_color button_text_color button_text_color_pressed bool: is_active
cashier_performance_target AS uuid: id* fk_cashier_id fk_store_id fk_supervisor_id adjusted_by int: target_year
  target_month target_week target_transactions_count target_items_sold target_customers_served max_late_arrivals
  max_early_departures target_skill_assessments target_knowledge_sharing str: target_type target_period
  target_difficulty_level target_priority target_status review_frequency incentive_type incentive_description
  penalty_type penalty_description adjustment_reason original_target_value supervisor_feedback cashier_feedback
  market_conditions seasonal_factors special_events target_description target_rationale success_criteria
  measurement_method bool: is_mandatory is_achievable is_on_track is_adjusted is_completed dec4: target_total_sales
  target_daily_sales target_average_transaction_amount target_sales_per_hour incentive_amount float:
  current_achievement_percentage target_transactions_per_hour target_items_per_hour target_customers_per_hour
  target_average_transaction_time target_working_hours target_void_rate target_return_rate target_error_rate
  target_accuracy_score target_customer_satisfaction target_productivity_score target_efficiency_score
  target_service_quality_score target_punctuality_score target_attendance_rate target_break_compliance
  target_training_hours target_certification_completion target_team_support_score target_mentoring_hours
  target_cash_handling_accuracy target_card_payment_processing target_digital_payment_adoption completion_percentage
  date: target_start_date target_end_date last_measurement_date projected_completion_date adjustment_date
  completion_date next_review_date
campaign_type AS uuid: id* int: display_order str: code! name icon text: description settings_json bool: is_active
campaign AS uuid: id* fk_campaign_type_id fk_store_id fk_customer_segment_id int: priority total_usage_count
  buy_quantity get_quantity usage_limit_per_customer total_usage_limit str: code! name discount_type days_of_week
  image_url text: description terms_conditions notification_message settings_json bool: is_combinable is_active
  is_auto_apply requires_coupon dec2: discount_value max_discount_amount min_purchase_amount max_purchase_amount
  discount_percentage datetime: start_date end_date time: start_time end_time
campaign_rule AS uuid: id* fk_campaign_id fk_product_id fk_department_id fk_payment_type_id
  fk_product_manufacturer_id str: rule_type rule_value text: description settings_json bool: is_include
campaign_product AS uuid: id* fk_campaign_id fk_product_id int: display_order min_quantity max_quantity bool:
  is_gift_product is_active dec2: discount_value discount_percentage
coupon AS uuid: id* fk_campaign_id fk_customer_id int: usage_count usage_limit str: code! name coupon_type barcode
  sent_method text: description qr_code bool: is_active is_sent datetime: start_date end_date sent_date
loyalty_program AS uuid: id* fk_store_id int: point_expiry_days welcome_points birthday_points str: name text:
  description terms_conditions settings_json bool: is_active dec2: points_per_currency currency_per_point
  min_purchase_for_points datetime: start_date end_date
loyalty_tier AS uuid: id* fk_loyalty_program_id int: tier_level display_order min_points_required str: name code
  color_code icon text: description special_benefits bool: is_active dec2: min_annual_spending points_multiplier
  discount_percentage
loyalty_earn_rule AS uuid: id* fk_loyalty_program_id int: priority str: rule_code rule_type description text:
  config_json bool: is_active
loyalty_redemption_policy AS uuid: id* fk_loyalty_program_id int: points_redemption_step minimum_points_to_redeem
  bool: allow_partial_redemption dec4: max_basket_amount_share_from_points
loyalty_program_policy AS uuid: id* fk_loyalty_program_id str: customer_identifier_type void_loyalty_points_policy
  integration_provider default_phone_country_calling_code text: integration_settings_json bool:
  require_customer_phone_for_enrollment
customer_segment AS uuid: id* int: customer_count display_order str: code! name segment_type color_code icon text:
  description criteria_json bool: is_active
customer S uuid: id* int: total_bonus_point str: name last_name address_line_1 address_line_2 address_line_3
  email_address phone_number phone_normalized! zip_code gender national_id tax_id registration_source description
  text: preferences_json bool: marketing_consent sms_consent email_consent is_administrator is_active is_walkin
  datetime: created_at login_at updated_at date: date_of_birth
transaction_head AS uuid: id* fk_store_id fk_customer_id fk_table_id loyalty_member_id campaign_id
  original_transaction_id parent_transaction_id int: pos_id closure_number receipt_number loyalty_points_earned
  loyalty_points_redeemed str: transaction_unique_id! document_type transaction_type transaction_status
  base_currency display_currency tax_jurisdiction_code tax_calculation_method delivery_status order_source
  order_channel fiscal_receipt_number fiscal_signature fiscal_qr_code tax_exemption_code tax_exemption_reason
  external_reference_number description cancel_reason bool: is_closed is_pending is_cancel dec4: total_amount
  total_vat_amount total_discount_amount total_surcharge_amount total_payment_amount total_change_amount
  service_charge_amount tip_amount rounding_amount dec6: exchange_rate datetime: transaction_date_time
  estimated_delivery_time actual_delivery_time
transaction_product AS uuid: id* fk_department_main_group_id fk_transaction_head_id fk_department_sub_group_id
  fk_product_id fk_product_barcode_id fk_product_barcode_mask_id int: line_no warranty_months return_period_days
  str: unit_of_measure product_code product_name product_description tax_category tax_exemption_reason
  discount_reason weight_unit serial_number lot_number modifiers_json special_instructions void_reason bool:
  tax_inclusive is_returnable is_cancel is_voided dec2: vat_rate discount_rate dec4: unit_price quantity total_price
  total_vat unit_discount cost_price list_price base_unit_quantity weight total_discount datetime: expiry_date
transaction_payment AS uuid: id* fk_transaction_head_id int: line_no installment_count card_expiry_month
  card_expiry_year split_payment_sequence str: payment_type currency_code payment_status payment_provider
  payment_gateway_transaction_id authorization_code approval_code card_number_masked card_type card_holder_name
  terminal_id merchant_id batch_number payment_status_message gift_card_number voucher_code wallet_type
  wallet_transaction_id bank_name bank_account_last4 bank_reference_number tip_type refund_reference bool:
  is_split_payment is_cancel dec4: payment_total currency_total tip_amount refunded_amount gift_card_balance_before
  gift_card_balance_after voucher_amount dec6: currency_exchange_rate datetime: payment_processed_at refunded_at
transaction_discount AS uuid: id* fk_discount_type_id fk_transaction_head_id fk_transaction_product_id
  fk_transaction_payment_id fk_transaction_department_id int: line_no str: discount_code bool: is_cancel dec4:
  discount_amount dec2: discount_rate
transaction_department AS uuid: id* fk_department_main_group_id fk_transaction_head_id fk_department_sub_group_id
  int: line_no dec2: vat_rate dec4: total_department total_department_vat
transaction_tax AS uuid: id* fk_transaction_head_id fk_transaction_product_id str: tax_type tax_name tax_code
  jurisdiction_level jurisdiction_code jurisdiction_name exemption_certificate exemption_reason
  tax_calculation_method bool: is_exempt dec4: taxable_amount tax_amount dec2: tax_rate
transaction_tip AS uuid: id* fk_transaction_head_id fk_transaction_payment_id fk_server_id str: tip_type bool:
  is_pooled is_taxable dec4: tip_amount tax_amount dec2: tip_percentage suggested_tip_percentage
transaction_surcharge AS uuid: id* fk_transaction_head_id str: surcharge_type surcharge_name bool: is_taxable
  is_automatic can_be_removed dec4: surcharge_amount tax_amount dec2: surcharge_rate
transaction_note AS uuid: id* fk_transaction_head_id int: priority str: note_type note_text bool:
  is_visible_to_customer is_visible_on_receipt is_visible_to_kitchen
transaction_loyalty AS uuid: id* fk_transaction_head_id fk_loyalty_member_id int: points_balance_before
  points_balance_after points_earned points_redeemed campaign_bonus str: loyalty_tier dec4: redemption_amount
  points_monetary_value dec2: bonus_multiplier
transaction_refund AS uuid: id* fk_transaction_head_id fk_original_transaction_id fk_transaction_product_id
  approved_by str: refund_type refund_reason refund_reason_detail item_condition bool: requires_approval
  is_restocked dec4: refund_amount restocking_fee refund_quantity datetime: approved_at restocked_at
transaction_change AS uuid: id* fk_transaction_head_id int: line_no str: currency bool: is_cancel dec2:
  change_amount
transaction_delivery AS uuid: id* fk_transaction_head_id int: delivery_attempts max_delivery_attempts str:
  delivery_number delivery_type delivery_status delivery_address delivery_phone delivery_contact_person
  delivery_notes courier_name courier_phone tracking_number cancel_reason bool: is_paid_delivery is_urgent
  is_cancelled dec4: delivery_fee datetime: estimated_delivery_date actual_delivery_date
transaction_kitchen_order AS uuid: id* fk_transaction_head_id fk_transaction_product_id fk_table_id int: priority
  estimated_preparation_time actual_preparation_time str: order_number kitchen_order_status special_instructions
  cancel_reason bool: is_cancelled float: quantity datetime: started_at completed_at served_at
transaction_fiscal AS uuid: id* fk_transaction_head_id e_invoice_uuid str: country_code fiscal_device_id
  fiscal_device_serial fiscal_receipt_number fiscal_invoice_number fiscal_document_type fiscal_signature fiscal_hash
  qr_code_data verification_code e_invoice_id e_archive_id reporting_status government_response tax_authority_code
  datetime: reported_at
closure AS uuid: id* fk_store_id fk_pos_id fk_base_currency_id fk_cashier_opened_id fk_cashier_closed_id
  fk_cashier_modified_id int: closure_number total_document_count valid_transaction_count canceled_transaction_count
  return_transaction_count suspended_transaction_count paid_in_count paid_out_count str: closure_unique_id! text:
  description modified_description bool: is_canceled is_modified dec4: gross_sales_amount net_sales_amount
  total_tax_amount total_discount_amount total_tip_amount opening_cash_amount closing_cash_amount
  expected_cash_amount cash_difference paid_in_total paid_out_total datetime: closure_start_time closure_end_time
  date: closure_date
closure_vat_summary AS uuid: id* fk_closure_id fk_tax_rate_id fk_cashier_modified_id int: transaction_count
  exempt_count str: tax_jurisdiction text: modified_description bool: is_modified dec2: tax_rate_percentage dec4:
  taxable_amount tax_amount exempt_amount
closure_tip_summary AS uuid: id* fk_closure_id fk_payment_type_id fk_cashier_modified_id int: tip_count text:
  modified_description bool: is_modified dec4: total_tip_amount average_tip_amount distributed_amount
  undistributed_amount dec2: average_tip_percentage
closure_discount_summary AS uuid: id* fk_closure_id fk_discount_type_id fk_cashier_modified_id int: discount_count
  text: modified_description bool: is_modified dec4: total_discount_amount affected_amount
closure_payment_type_summary AS uuid: id* fk_closure_id fk_payment_type_id fk_cashier_modified_id int: total_count
  text: modified_description bool: is_modified dec4: total_amount
closure_document_type_summary AS uuid: id* fk_closure_id fk_document_type_id fk_cashier_modified_id int: valid_count
  canceled_count text: modified_description bool: is_modified dec4: valid_amount valid_tax_amount canceled_amount
  canceled_tax_amount
closure_department_summary AS uuid: id* fk_closure_id fk_department_main_group_id fk_cashier_modified_id int:
  transaction_count text: modified_description bool: is_modified dec4: gross_amount tax_amount net_amount
  discount_amount
closure_currency AS uuid: id* fk_closure_id fk_currency_id fk_cashier_modified_id text: modified_description bool:
  is_modified dec4: currency_amount base_currency_amount dec6: exchange_rate
closure_employee_summary AS uuid: id* fk_closure_id fk_cashier_id fk_cashier_modified_id int: transaction_count
  void_count correction_count text: modified_description bool: is_modified dec4: total_sales_amount
  average_transaction_amount void_amount dec2: hours_worked datetime: clock_in_time clock_out_time
closure_country_specific AS uuid: id* fk_closure_id! fk_region_id fk_cashier_modified_id str: country_code text:
  country_data_json modified_description bool: is_modified
warehouse_stock_movement AS uuid: id* fk_product_id fk_product_variant_id fk_warehouse_location_from
  fk_warehouse_location_to fk_transaction_head_id fk_transaction_product_id parent_movement_id fk_customer_id
  approved_by int: quantity fk_server_id quantity_before quantity_after str: movement_number! movement_type status
  movement_subtype reference_document reversal_reason reason lot_number batch_number supplier_name supplier_invoice
  quality_check_notes movement_category promotion_code source_system exception_type exception_notes text:
  description bool: is_reversed requires_approval is_approved quality_check_required is_customer_visible
  is_promotional_movement is_system_generated has_exception quality_check_passed dec4: unit_cost total_cost float:
  weight_per_unit total_weight processing_time datetime: movement_date scheduled_date expiration_date approved_at
campaign_usage AS uuid: id* fk_campaign_id fk_customer_id fk_transaction_head_id fk_store_id fk_cashier_id str:
  coupon_code text: notes dec2: discount_amount datetime: usage_date
coupon_usage AS uuid: id* fk_coupon_id fk_customer_id fk_transaction_head_id fk_store_id fk_cashier_id text: notes
  dec2: discount_amount datetime: usage_date
customer_loyalty AS uuid: id* fk_customer_id! fk_loyalty_program_id fk_loyalty_tier_id int: total_points
  available_points lifetime_points points_to_expire total_purchases str: loyalty_card_number! bool: is_active dec2:
  total_spent annual_spent datetime: enrollment_date last_activity_date date: points_expiry_date
loyalty_point_transaction AS uuid: id* fk_customer_loyalty_id fk_customer_id fk_transaction_head_id fk_store_id
  fk_cashier_id int: points_amount balance_after str: transaction_type reference_number description text: notes
  datetime: transaction_date date: expiry_date
customer_segment_member AS uuid: id* fk_customer_id fk_customer_segment_id str: assigned_by text: assignment_reason
  bool: is_active datetime: assigned_date
sync_queue_item - int: retry_count max_retries str: id* connector_type event_type status text: payload error_message
  datetime: created_at updated_at sent_at
gate_notification - str: id* notification_type title source_terminal_id gate_notification_id! text: body bool:
  is_read datetime: read_at received_at
transaction_void A uuid: id* fk_transaction_head_id fk_transaction_product_id manager_id str: void_type void_reason
  void_reason_detail bool: requires_manager_approval manager_password_verified fiscal_cancellation_required
  fiscal_cancellation_completed dec4: voided_amount datetime: approved_at
transaction_log A uuid: id* fk_transaction_head_id entity_id fk_cashier_id str: entity_type action field_name
  old_value new_value change_reason ip_address user_agent datetime: timestamp
table AS uuid: id* int: capacity str: table_number table_name location description bool: is_active is_occupied
receipt_header AS uuid: id* str: header_text
receipt_footer AS uuid: id* str: footer_text
form_control_tab AS uuid: id* fk_form_control_id int: tab_index str: tab_title tab_tooltip back_color fore_color
  bool: is_visible
cashier_work_session AS uuid: id* fk_cashier_id fk_store_id int: total_transactions total_sales_amount
  total_items_sold total_customers_served total_voids total_returns total_price_overrides total_supervisor_calls
  total_break_time number_of_breaks total_idle_time longest_idle_period planned_session_duration
  actual_session_duration str: session_status session_notes supervisor_comments login_ip_address logout_ip_address
  pos_terminal_id float: average_transaction_time fastest_transaction_time slowest_transaction_time datetime:
  session_start_time session_end_time
transaction_head_temp AS uuid: id* fk_store_id fk_customer_id fk_table_id loyalty_member_id campaign_id
  original_transaction_id parent_transaction_id int: pos_id closure_number receipt_number loyalty_points_earned
  loyalty_points_redeemed str: transaction_unique_id! document_type transaction_type transaction_status
  base_currency display_currency tax_jurisdiction_code tax_calculation_method delivery_status order_source
  order_channel fiscal_receipt_number fiscal_signature fiscal_qr_code tax_exemption_code tax_exemption_reason
  external_reference_number description cancel_reason bool: is_closed is_pending is_cancel dec4: total_amount
  total_vat_amount total_discount_amount total_surcharge_amount total_payment_amount total_change_amount
  service_charge_amount tip_amount rounding_amount dec6: exchange_rate datetime: transaction_date_time
  estimated_delivery_time actual_delivery_time
`;
