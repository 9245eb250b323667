output "subscription_arn" {
  description = "The subscription to Amazon's topic."
  value       = aws_sns_topic_subscription.this.arn
}
